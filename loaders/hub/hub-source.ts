/**
 * One file of a hub -> {@link ByteSource}: what is read is brought first, by ranges, once, and kept on this machine until the import is done.
 *
 * A range that breaks is continued behind the last whole block. What the hub says of an answer (status, range, size) is checked, and a whole
 * file against the hash that the listing names.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { hubLied, hubTooLarge, hubUnavailable } from './hub-fault.ts';
import { formatHubPlace, type HubPlace } from './hub-place.ts';
import { describeBreak, type HubRequests } from './hub-requests.ts';
import type { HubFile } from './hub-tree.ts';
import { isReseedError } from '../../src/errors.ts';
import { BLOCK_BYTES, KeptBlocks } from './kept-blocks.ts';

/** Bytes of one request: a break costs a block, a request a trip. */
const REQUEST_BYTES = 256 * BLOCK_BYTES;

/** Bytes written at a time. */
const WRITE_BYTES = 64 * BLOCK_BYTES;

/** What files of one import share: how much may still be brought, and who is told of it. */
export interface HubBudget {
  readonly maxBytes: number;
  brought: number;
  onBytes: ((bytes: number) => void) | null;
}

/** Opens `file` of the repository and commit of `place`. `name` is how messages call it. Nothing is brought yet. */
export async function openHubSource(
  file: HubFile,
  of: { name: string; place: HubPlace & { revision: string }; requests: HubRequests; budget: HubBudget },
): Promise<HubSource> {
  return new HubSource(file, { ...of, kept: await KeptBlocks.open(file, of.requests.settings.folder) });
}

export class HubSource implements ByteSource {
  readonly name: string;
  readonly size: number;
  readonly #file: HubFile;
  readonly #url: string;
  readonly #shown: string;
  readonly #requests: HubRequests;
  readonly #budget: HubBudget;
  readonly #kept: KeptBlocks;
  /** Bringing is one thing after the other: reads that overlap must not bring a block twice. */
  #turn: Promise<void> = Promise.resolve();
  #sha256: string | null = null;

  constructor(
    file: HubFile,
    of: {
      name: string;
      place: HubPlace & { revision: string };
      requests: HubRequests;
      budget: HubBudget;
      kept: KeptBlocks;
    },
  ) {
    this.name = of.name;
    this.size = file.size;
    this.#file = file;
    const { owner, repository, revision } = of.place;
    const place = [owner, repository, 'resolve', revision, ...file.path].map(encodeURIComponent).join('/');
    this.#url = `${of.requests.settings.endpoint}/${place}`;
    this.#shown = formatHubPlace({ ...of.place, path: file.path });
    this.#requests = of.requests;
    this.#budget = of.budget;
    this.#kept = of.kept;
  }

  async read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < 0 || length < 0 || offset + length > this.size)
      throw new RangeError(`Bytes ${offset} to ${offset + length} are outside "${this.name}" of ${this.size} bytes`);
    await this.bring(offset, length);
    return this.#kept.read(offset, length);
  }

  /** Brings what of these bytes has not arrived. */
  async bring(offset: number, length: number): Promise<void> {
    const turn = this.#turn.then(async () => {
      for (const [from, to] of this.#kept.listMissing(offset, offset + length))
        for (let start = from; start < to; start += REQUEST_BYTES)
          await this.#bringRange(start, Math.min(to, start + REQUEST_BYTES));
    });
    this.#turn = turn.catch(() => {});
    await turn;
  }

  /** sha256 of the file, hex: computed and compared with what the hub names where all of it is here, else as the hub names it. */
  async hash(onBytes?: (bytes: number) => void): Promise<string> {
    if (this.#sha256 !== null) return this.#sha256;
    const { kind, hex } = this.#file.hash;
    if (!this.#kept.isWhole && kind === 'sha256') return hex;
    await this.bring(0, this.size);
    const found = await this.#kept.hash(onBytes);
    if (found === null) {
      await this.#kept.remove();
      throw hubLied(
        this.#shown,
        `what arrived does not hash to ${hex}, as its listing says; it is brought anew next time`,
      );
    }
    this.#sha256 = found;
    return found;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#kept.close();
  }

  /** Forgets what has been kept of it. */
  async remove(): Promise<void> {
    await this.#kept.remove();
  }

  /** [from, to) on block borders. */
  async #bringRange(from: number, to: number): Promise<void> {
    const { maxBytes, brought } = this.#budget;
    if (brought + (to - from) > maxBytes) throw hubTooLarge(this.#shown, brought + (to - from), maxBytes);
    const { attempts } = this.#requests.settings;
    for (let next = from, failures = 0; next < to; ) {
      const before = next;
      try {
        for await (const bytes of this.#receive(next, to)) {
          await this.#kept.write(next, bytes);
          next += bytes.length;
          this.#budget.brought += bytes.length;
          this.#budget.onBytes?.(bytes.length);
        }
      } catch (error) {
        if (isReseedError(error, 'HUB_BAD')) await this.#kept.forget(from, to);
        if (isReseedError(error) || (error instanceof Error && error.name === 'AbortError')) throw error;
        failures = next > before ? 1 : failures + 1;
        if (failures >= attempts)
          throw hubUnavailable(this.#shown, `${describeBreak(error)}, ${failures} times`, error);
        await this.#requests.pause(failures);
      }
    }
  }

  /** Bytes [from, to) as they arrive, in pieces of whole blocks; throws where the answer ends before they do. */
  async *#receive(from: number, to: number): AsyncGenerator<Uint8Array, void, void> {
    const answer = await this.#requests.get(this.#url, { what: this.#shown, range: [from, to] });
    try {
      this.#checkAnswer(answer.response, from, to);
    } catch (error) {
      await answer.cancel();
      throw error;
    }
    let waiting = new Uint8Array(Math.min(WRITE_BYTES, to - from));
    let filled = 0;
    let left = to - from;
    const take = () => {
      const whole = waiting.subarray(0, filled);
      waiting = new Uint8Array(Math.min(WRITE_BYTES, left));
      filled = 0;
      return whole;
    };
    try {
      for await (const chunk of answer.chunks()) {
        for (let used = 0; used < chunk.length; ) {
          if (left === 0) throw hubLied(this.#shown, 'it sends more bytes than were asked for');
          const part = chunk.subarray(used, used + waiting.length - filled);
          waiting.set(part, filled);
          used += part.length;
          filled += part.length;
          left -= part.length;
          if (filled === waiting.length) yield take();
        }
      }
    } catch (error) {
      const blocks = filled - (filled % BLOCK_BYTES);
      if (blocks > 0 && !isReseedError(error)) yield waiting.slice(0, blocks);
      throw error;
    }
    if (left > 0) throw new Error('the answer ended early');
  }

  #checkAnswer(response: Response, from: number, to: number): void {
    const { status, headers } = response;
    const encoding = headers.get('content-encoding');
    if (encoding !== null && encoding !== 'identity')
      throw hubLied(this.#shown, 'it sends the bytes compressed; expected them as they are');
    const isAll = status === 200 && from === 0 && to === this.size;
    const range = /^bytes (\d+)-(\d+)\/(\d+)$/
      .exec(headers.get('content-range') ?? '')
      ?.slice(1)
      .map(Number);
    const isRange = status === 206 && range?.[0] === from && range[1] === to - 1;
    if (!isAll && !isRange)
      throw hubLied(this.#shown, `it answers ${status} to bytes ${from} to ${to - 1}; expected that range`);
    const length = headers.get('content-length');
    const size = range?.[2] ?? this.size;
    if (size !== this.size || (length !== null && Number(length) !== to - from))
      throw hubLied(
        this.#shown,
        `it says that the file has ${range?.[2] ?? length} bytes; expected ${this.size}, as its listing says`,
      );
  }
}
