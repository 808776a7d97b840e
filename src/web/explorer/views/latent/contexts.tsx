/** Text on which a latent fires: the strongest, then a sample of the middle. The depth of a token's colour is its activation. */
import { useState } from 'preact/hooks';
import type { LatentColumnFragment } from '../../../generated/documents.ts';
import { Token } from '../../text/foreign-text.tsx';

type Context = LatentColumnFragment['contexts']['nodes'][number];

/** Tokens shown before and after the strongest one. */
const AROUND = 9;
/** Contexts shown at first, of each kind. */
const FIRST = 2;

export function Contexts({ contexts, total }: { contexts: Context[]; total: number }) {
  const [all, setAll] = useState(false);
  if (contexts.length === 0) {
    return (
      <p class="quiet">
        No contexts yet: <code>npm run reseed -- collect-contexts</code> reads a text with the model and keeps what
        fires.
      </p>
    );
  }
  const top = contexts.filter(({ kind }) => kind === 'TOP');
  const middle = contexts.filter(({ kind }) => kind === 'QUANTILE');
  const shown = all ? contexts : [...top.slice(0, FIRST), ...middle.slice(0, FIRST)];
  const most = Math.max(...contexts.map(({ maxActivation }) => maxActivation), Number.MIN_VALUE);
  return (
    <>
      <h3 class="caps">Strongest and middle contexts</h3>
      <ol class="contexts">
        {shown.map((context, i) => (
          <li key={i}>
            <span class="quiet">{context.maxActivation.toFixed(2)}</span>
            <p>
              <Excerpt context={context} most={most} whole={all} />
            </p>
          </li>
        ))}
      </ol>
      {(all || shown.length < contexts.length) && (
        <button type="button" class="plain" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Fewer contexts' : `${contexts.length} of ${total} contexts, whole`}
        </button>
      )}
    </>
  );
}

function Excerpt({ context, most, whole }: { context: Context; most: number; whole: boolean }) {
  const { tokens, activations, position } = context;
  const from = whole ? 0 : Math.max(0, position - AROUND);
  const to = whole ? tokens.length : Math.min(tokens.length, position + AROUND + 1);
  return (
    <>
      {from > 0 && '…'}
      {tokens.slice(from, to).map((token, i) => {
        const activation = activations[from + i] ?? 0;
        return (
          <Token
            key={i}
            text={token}
            depth={activation / most}
            title={activation > 0 ? `activation ${activation.toFixed(3)}` : undefined}
          />
        );
      })}
      {to < tokens.length && '…'}
    </>
  );
}
