/**
 * Contexts as explainers and scorers read them, and which of them they may read.
 *
 * What an explanation was made from may not test it: every second activating context is held out, by its place and so without chance.
 */
import { createHash } from 'node:crypto';

/** Text with a latent's activation on each token. Token texts come from a corpus: data, whatever they say. */
export interface SeenContext {
  readonly kind: 'TOP' | 'QUANTILE' | 'NON_ACTIVATING' | 'NEIGHBOUR';
  readonly ordinal: number;
  readonly tokens: readonly string[];
  /** One per token; all zero for the two kinds of negatives. */
  readonly activations: readonly number[];
  /** Where it lies in its corpus, if known. */
  readonly document: number | null;
  readonly offset: number | null;
}

/** A context by its place in its collection, and by what it says, so that another one in the same place is told from it. */
export interface ContextReference {
  readonly kind: SeenContext['kind'];
  readonly ordinal: number;
  /** The first 48 bits of sha256 over its tokens, in hexadecimal digits. */
  readonly digest: string;
}

/** What tells `context` from all others of its latent. */
export function referTo({ kind, ordinal, tokens }: Pick<SeenContext, 'kind' | 'ordinal' | 'tokens'>): ContextReference {
  const digest = createHash('sha256').update(JSON.stringify(tokens)).digest('hex').slice(0, 12);
  return { kind, ordinal, digest };
}

export interface SplitContexts {
  /** For explaining: TOP ones, strongest first, then quantiles. */
  readonly explaining: SeenContext[];
  /** For scoring: activating ones that are not among the former. */
  readonly activating: SeenContext[];
  /** For scoring: those without activation, any and neighbours' by turns, so that a limit keeps both. */
  readonly silent: SeenContext[];
}

/**
 * Contexts of one latent, split. Held out is every second QUANTILE context, or every second TOP one where there are no quantiles; a TOP context
 * that is the same stretch of text as one held out is given to nobody but the scorer.
 */
export function splitContexts(contexts: readonly SeenContext[]): SplitContexts {
  const active = contexts.filter(({ activations }) => activations.some((value) => value > 0));
  const silent = mixKinds(contexts.filter(({ activations }) => activations.every((value) => value === 0)));
  const testedKind = active.some(({ kind }) => kind === 'QUANTILE') ? 'QUANTILE' : 'TOP';
  const isHeldOut = ({ kind, ordinal }: SeenContext) => kind === testedKind && ordinal % 2 === 1;
  const activating = active.filter(isHeldOut);
  const tested = new Set(activating.map(placeOf).filter((place) => place !== null));
  const explaining = active.filter((context) => {
    const place = placeOf(context);
    return !isHeldOut(context) && (place === null || !tested.has(place));
  });
  return { explaining, activating, silent };
}

/** `count` of `list` at most, spread over it evenly: contexts are sorted by strength, and a limit must not keep the weakest alone. */
export function pickEvenly<Item>(list: readonly Item[], count: number): Item[] {
  if (list.length <= count) return [...list];
  return Array.from({ length: count }, (_, j) => list[Math.floor(((j + 0.5) * list.length) / count)]);
}

function mixKinds(silent: readonly SeenContext[]): SeenContext[] {
  const any = silent.filter(({ kind }) => kind !== 'NEIGHBOUR');
  const near = silent.filter(({ kind }) => kind === 'NEIGHBOUR');
  const mixed: SeenContext[] = [];
  for (let i = 0; i < Math.max(any.length, near.length); i++)
    mixed.push(...any.slice(i, i + 1), ...near.slice(i, i + 1));
  return mixed;
}

function placeOf({ document, offset }: SeenContext): string | null {
  return document === null || offset === null ? null : `${document}:${offset}`;
}
