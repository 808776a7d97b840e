/**
 * Unit rows of dictionaries, kept from job to job of one worker: the S (S - 1) / 2 pairs of a run group read each dictionary once per side
 * and not S - 1 times.
 *
 * By content hash: equal rows are one entry, whichever dictionary they are of. Bounded by bytes, least recently used out first; rows beyond
 * the bound are read and not kept. Whoever is handed rows shares them, and writes to none.
 */
import { LRUCache } from 'lru-cache';
import type { UnitRows } from '../../compute/unit-rows.ts';

export class UnitRowCache {
  readonly #rows: LRUCache<string, UnitRows>;

  /** Keeps at most `maxBytes` of rows, at least 1. */
  constructor({ maxBytes }: { maxBytes: number }) {
    this.#rows = new LRUCache({ maxSize: maxBytes, sizeCalculation: ({ values }) => Math.max(1, values.byteLength) });
  }

  /** The rows whose content has this hash, or what `read` gives. */
  async load(sha256: string, read: () => Promise<UnitRows>): Promise<UnitRows> {
    const kept = this.#rows.get(sha256);
    if (kept !== undefined) return kept;
    const rows = await read();
    this.#rows.set(sha256, rows);
    return rows;
  }
}
