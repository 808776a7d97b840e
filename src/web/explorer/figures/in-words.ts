/** Fractions in words, for headlines: never more than the number says. */

/** Words and the fraction that each is for; a fraction within the tolerance is called so, with "about" unless it is near. */
const WORDS: [fraction: number, words: string][] = [
  [0.1, 'a tenth'],
  [0.2, 'a fifth'],
  [0.25, 'a quarter'],
  [0.333, 'a third'],
  [0.4, 'two fifths'],
  [0.5, 'half'],
  [0.6, 'three fifths'],
  [0.667, 'two thirds'],
  [0.75, 'three quarters'],
  [0.8, 'four fifths'],
  [0.9, 'nine tenths'],
];

/** `about two thirds`, `hardly any`, `nearly all`. */
export function fractionInWords(fraction: number): string {
  if (fraction === 0) return 'none';
  if (fraction === 1) return 'all';
  if (fraction < 0.05) return 'hardly any';
  if (fraction > 0.95) return 'nearly all';
  const [near, words] = WORDS.reduce((best, word) =>
    Math.abs(word[0] - fraction) < Math.abs(best[0] - fraction) ? word : best,
  );
  return Math.abs(near - fraction) <= 0.005 ? words : `about ${words}`;
}

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
