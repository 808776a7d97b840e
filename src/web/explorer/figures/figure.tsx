/** A number of the API with what belongs to it: a link to its definition, and a tooltip with definition, chance and interval. */
import { viewHref } from '../names.ts';
import { closeTip, openTip, type TipText } from './tip.tsx';

/** `value` as it is to be read; null is drawn as a dash. */
export function Figure({ value, ...text }: TipText & { value: string | null }) {
  const open = (event: Event) => openTip(text, event.currentTarget as Element);
  return (
    <a
      class="figure"
      href={`${viewHref('/definitions')}#${text.of}`}
      aria-describedby="tip"
      onPointerEnter={open}
      onPointerLeave={closeTip}
      onFocus={open}
      onBlur={closeTip}
    >
      {value ?? '–'}
    </a>
  );
}

/** A fraction with three digits, as in tables of the field: 0.750. */
export const three = (value: number | null | undefined) => (value == null ? null : value.toFixed(3));

/** A cosine with two digits. */
export const two = (value: number | null | undefined) => (value == null ? null : value.toFixed(2));

/** A fraction as a percentage: 66%, and <1% where it is not nothing. */
export function percent(value: number | null | undefined): string | null {
  if (value == null) return null;
  if (value > 0 && value < 0.01) return `${(value * 100).toPrecision(2)}%`;
  return `${Math.round(value * 100)}%`;
}

/** A count with its thousands. */
export const count = (value: number | null | undefined) => (value == null ? null : value.toLocaleString('en'));

/** Kinds of null, the one that keeps most of what real dictionaries have first. */
const PREFERRED_NULLS = ['JOINT', 'COVARIANCE_MATCHED', 'ISOTROPIC', 'SHIFTED_TEXT'];

/** The null to read a number against; undefined if there is none. */
export function nearestNull<Null extends { kind: string }>(nulls: readonly Null[]): Null | undefined {
  const ranked = PREFERRED_NULLS.map((wanted) => nulls.find(({ kind }) => kind === wanted));
  return ranked.find((one) => one !== undefined);
}

/** How the random vectors of a null are drawn. */
export const NULL_WORDS: Record<string, string> = {
  JOINT: 'random vectors with the means and covariances of the dictionaries, both rows of a latent drawn together',
  COVARIANCE_MATCHED: 'random vectors with the means and covariances of the dictionaries',
  ISOTROPIC: 'random vectors, uniform on the sphere',
  SHIFTED_TEXT: 'random decoder rows, and activations moved on by whole documents',
};

/** What a null gave, in words: `0.045 (random vectors with ...)`. */
export function chanceWords(value: string | null, kind: string | undefined): string | null {
  return value === null || kind === undefined ? null : `${value} (${NULL_WORDS[kind] ?? kind})`;
}
