/** Names of files of matchings, which every file system takes. */

/** Longest word of a file name: three of them, a number and an extension stay below the 255 bytes that file systems take. */
const MAX_WORD = 70;

/** `group.1-2.cosine` from words of people: only ASCII letters, digits, `_`, `-` and `.`, no leading dot, at most three words of 70. */
export function buildFileName(words: readonly [string, string, string]): string {
  return words.map(fileWord).join('.');
}

function fileWord(text: string): string {
  return text
    .replaceAll(/[^\w.-]/g, '_')
    .replace(/^\./, '_')
    .slice(0, MAX_WORD);
}
