/** What the searched text names itself: run groups, dictionaries, and a latent by `<dictionary>/<index>` or its portal id. */
import { useAnswer } from '../../graphql/use-answer.ts';
import { NamedExactlyDocument } from '../../../generated/documents.ts';
import { groupHref, knownGroups, latentHref } from '../../names.ts';
import { LatentLine } from '../latent-line.tsx';

/** Most names listed. */
const MOST = 8;

export function Named({ text }: { text: string }) {
  const sought = text.toLowerCase();
  const groups = knownGroups.value.filter(({ name }) => name.toLowerCase().includes(sought));
  const dictionaries = knownGroups.value
    .flatMap((group) => group.dictionaries)
    .filter(({ name }) => name.toLowerCase().includes(sought));
  // what is no name of a latent is refused, and shown as nothing
  const { data } = useAnswer(NamedExactlyDocument, /.\/\d+$/.test(text) ? { id: text } : null);
  const latent = /.\/\d+$/.test(text) ? data?.latent : null;
  if (groups.length + dictionaries.length === 0 && !latent) return null;
  return (
    <section>
      <h2>Of this name</h2>
      <ul class="candidates">
        {latent && (
          <li>
            <LatentLine latent={latent} />
          </li>
        )}
        {groups.slice(0, MOST).map((group) => (
          <li key={group.id}>
            <a href={groupHref(group)}>{group.name}</a> <span class="quiet">run group</span>
          </li>
        ))}
        {dictionaries.slice(0, MOST).map((dictionary) => (
          <li key={dictionary.id}>
            <a href={latentHref({ dictionary, index: 0 })}>{dictionary.name}</a>{' '}
            <span class="quiet">dictionary, from its first latent</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
