/**
 * `hf:<owner>/<repository>[@<revision>][/<folder or file>]` -> its parts, and back.
 *
 * Parts go into addresses and into paths of the folder of downloads, so nothing is taken that means anything there.
 */
import { ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';

export interface HubPlace {
  readonly owner: string;
  readonly repository: string;
  /** Branch, tag, `refs/pr/<n>` or commit; null: the branch `main`. */
  readonly revision: string | null;
  /** Names of folders below the repository, the last one perhaps of a file. */
  readonly path: readonly string[];
}

const PREFIX = 'hf:';
const NAME = '[A-Za-z0-9_][A-Za-z0-9._-]{0,95}';
const PLACE = new RegExp(`^(${NAME})/(${NAME})(?:@(refs/pr/\\d+|[A-Za-z0-9._-]{1,200}))?((?:/[^/]+)*)/?$`);
const COMMIT = /^[0-9a-f]{40}$/;

/** Whether `path` means a repository of the hub, and no file here. */
export function isHubPath(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Whether `revision` means one state for ever. */
export function isCommit(revision: string | null): revision is string {
  return revision !== null && COMMIT.test(revision);
}

/** The parts of `text`. Throws `BAD_INPUT`. */
export function parseHubPlace(text: string): HubPlace {
  const match = isHubPath(text) ? PLACE.exec(text.slice(PREFIX.length)) : null;
  const path = match?.[4].split('/').filter(Boolean) ?? [];
  if (match === null || !path.every(isFileName)) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot read "${clip(text)}": this is no place of the hub; expected hf:<owner>/<repository>[@<revision>][/<folder>]`,
      { hint: 'Copy owner and repository from its page; a revision is a branch, a tag or a commit.' },
    );
  }
  return { owner: match[1], repository: match[2], revision: match[3] ?? null, path };
}

/** The text of `place`. */
export function formatHubPlace({ owner, repository, revision, path }: HubPlace): string {
  const at = revision === null ? '' : `@${revision}`;
  return [`${PREFIX}${owner}/${repository}${at}`, ...path].join('/');
}

/** Whether `name` can be the name of a file, and nothing else. */
export function isFileName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return name !== '' && name !== '.' && name !== '..' && name.length <= 255 && !/[/\\\u0000-\u001f\u007f]/.test(name);
}
