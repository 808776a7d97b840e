/** A stream of what a process writes -> the end of it, without the lines of its log, which say what is known already. */
import { stripVTControlCharacters } from 'node:util';

/** Lines and characters kept: enough for what a native library says before it aborts. */
const KEPT_LINES = 12;
const KEPT_CHARACTERS = 300;

export class LastWords {
  readonly #lines: string[] = [];
  #rest = '';

  add(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/);
    this.#rest = (lines.pop() ?? '').slice(-KEPT_CHARACTERS);
    for (const line of lines) this.#keep(line);
  }

  get text(): string {
    return [...this.#lines, this.#rest].filter((line) => line !== '').join('\n');
  }

  #keep(line: string): void {
    const plain = stripVTControlCharacters(line).trimEnd();
    // A line of the log.
    if (plain === '' || plain.startsWith('{"level"')) return;
    this.#lines.push(plain.slice(0, KEPT_CHARACTERS));
    if (this.#lines.length > KEPT_LINES) this.#lines.shift();
  }
}
