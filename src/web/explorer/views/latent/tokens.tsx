/** Tokens that belong to a latent: those it fires on, and those whose logit its decoder row raises and lowers. */
import type { LatentColumnFragment } from '../../../generated/documents.ts';
import { Token } from '../../text/foreign-text.tsx';

type TopTokens = NonNullable<LatentColumnFragment['topTokens']>;

/** Tokens of one row. */
const SHOWN = 6;

export function Tokens({ tokens }: { tokens: TopTokens }) {
  const rows = [
    ['fires on, mean activation', tokens.byContext],
    ['raises the logit of', tokens.promoted],
    ['lowers the logit of', tokens.suppressed],
  ] as const;
  return (
    <dl class="tokens">
      {rows.map(
        ([name, list]) =>
          list.length > 0 && (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {list.slice(0, SHOWN).map(({ token, weight }, i) => (
                  <span key={i} class="weighted">
                    <Token text={token} /> <small>{weight.toFixed(2)}</small>
                  </span>
                ))}
              </dd>
            </div>
          ),
      )}
    </dl>
  );
}
