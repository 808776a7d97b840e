/**
 * Texts as sets of words, and how much two of them have in common.
 *
 * In: texts; what stands for a word (its stem) and what does not count (stop words) is the caller's. Out: sorted numbers per text. The numbers
 * of two collections can be compared once the vocabulary of one has been numbered as the other's.
 */

/** Sets of words of n texts. A text without a word has the empty set. */
export interface WordSets {
  /** What the numbers stand for. */
  readonly vocabulary: readonly string[];
  /** Where each text begins in `words`. [n + 1] */
  readonly offsets: Int32Array;
  /** Word numbers of each text, ascending, none twice. */
  readonly words: Int32Array;
}

/** Runs of letters and digits, lower case, compatibility forms folded (NFKC), in order; "don't" is "don" and "t". */
export function splitWords(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  );
}

/** The sets of `texts`, each a list of words. O(words). */
export function buildWordSets(texts: readonly (readonly string[])[]): WordSets {
  const numbers = new Map<string, number>();
  const empty = new Int32Array(0);
  const sets = texts.map((words) => {
    // most latents of most dictionaries are not explained
    if (words.length === 0) return empty;
    const set = new Set<number>();
    for (const word of words) {
      const number = numbers.get(word) ?? numbers.size;
      numbers.set(word, number);
      set.add(number);
    }
    return Int32Array.from(set).sort();
  });
  return { vocabulary: [...numbers.keys()], ...joinSets(sets) };
}

/** `sets` with the numbers of `vocabulary`; words that are not in it get numbers beyond it. O(words). */
export function renumberWords(sets: WordSets, vocabulary: readonly string[]): WordSets {
  const numbers = new Map(vocabulary.map((word, number) => [word, number]));
  const all = [...vocabulary];
  const renumbered = sets.vocabulary.map((word) => numbers.get(word) ?? all.push(word) - 1);
  const moved = Array.from({ length: sets.offsets.length - 1 }, (_, i) =>
    sets.words
      .subarray(sets.offsets[i], sets.offsets[i + 1])
      .map((word) => renumbered[word])
      .sort(),
  );
  return { vocabulary: all, ...joinSets(moved) };
}

/** Words in set `i`. */
export function countWords({ offsets }: WordSets, i: number): number {
  return offsets[i + 1] - offsets[i];
}

/** Dice coefficient 2 |X and Y| / (|X| + |Y|), 0 to 1; NaN for two empty sets. Both sets in the numbers of one vocabulary. O(|X| + |Y|). */
export function diceOverlap(x: { sets: WordSets; i: number }, y: { sets: WordSets; i: number }): number {
  const [a, b] = [x.sets.words, y.sets.words];
  let p = x.sets.offsets[x.i];
  let q = y.sets.offsets[y.i];
  const endOfX = x.sets.offsets[x.i + 1];
  const endOfY = y.sets.offsets[y.i + 1];
  const total = endOfX - p + (endOfY - q);
  let common = 0;
  while (p < endOfX && q < endOfY) {
    if (a[p] === b[q]) {
      common++;
      p++;
      q++;
    } else if (a[p] < b[q]) p++;
    else q++;
  }
  return (2 * common) / total;
}

function joinSets(sets: readonly Int32Array[]): Pick<WordSets, 'offsets' | 'words'> {
  const offsets = new Int32Array(sets.length + 1);
  for (const [i, set] of sets.entries()) offsets[i + 1] = offsets[i] + set.length;
  const words = new Int32Array(offsets[sets.length]);
  for (const [i, set] of sets.entries()) words.set(set, offsets[i]);
  return { offsets, words };
}
