/** Text of others made safe for every writer: control characters (colour codes of terminals, line ends) and marks that reorder text. */

const UNPRINTABLE = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2028\u2029\u2066-\u2069]/gu;

/** `text` on one line, with a replacement character for everything that acts instead of being shown. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '\uFFFD');
}
