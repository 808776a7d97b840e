/**
 * The header and records of "reseed-matching", version 1 (described in docs/match.md and in src/graph/export) -> {@link PublishedMatching}.
 *
 * Every record is checked as it comes: indexes in order, partners a bijection, both ends in agreement about who is alive, cosines finite and
 * of the measure's range. Nothing is allocated before the number of latents has been compared with the size of the file.
 */
import * as v from 'valibot';
import { type ErrorCode, ReseedError } from '../../src/errors.ts';
import { seedField } from '../checkpoints/seed.ts';
import { clip } from '../files/clip.ts';
import { type Fail, FlagColumn, type RecordFields, SideColumns } from './published-columns.ts';
import type { PublishedMatching, PublishedSide } from './published-matching.ts';

/** Bytes that a record takes at least, in any form: nine fields, of which some may be empty. */
const MIN_RECORD_BYTES = 12;
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(1_000));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
const end = v.object({
  name: text,
  architecture: v.picklist(['TOPK', 'BATCH_TOPK', 'RELU_L1', 'GATED', 'JUMP_RELU', 'OTHER']),
  n: v.pipe(count, v.minValue(1), v.maxValue(2 ** 31 - 1)),
  nAlive: v.nullable(count),
  initSeed: v.nullable(seedField),
  contentSha256: v.nullable(sha256),
  portalId: v.nullish(text),
});
const side = v.object({
  pairs: count,
  certificate: v.nullable(
    v.record(v.string(), v.union([v.number(), v.boolean(), v.pipe(v.string(), v.maxLength(1_000))])),
  ),
  publication: v.nullish(v.object({ by: text })),
});
const headerSchema = v.object({
  format: v.literal('reseed-matching'),
  version: v.literal(1),
  space: v.object({
    model: text,
    revision: text,
    hookpoint: text,
    d: v.pipe(count, v.minValue(1), v.maxValue(16_000)),
    normalisation: text,
  }),
  a: end,
  b: end,
  measure: v.picklist(['COSINE', 'ABSOLUTE_COSINE']),
  decoder: side,
  encoder: v.nullable(side),
});
type Header = v.InferOutput<typeof headerSchema>;

/** Fields of a record: index, alive, then per side partner, cosine, partner alive. */
export const FIELDS_PER_RECORD = 8;

/** Takes the records of a file one after the other: all of A, then those of B, then {@link finish}. */
export class ReseedMatchingBuilder {
  readonly #name: string;
  readonly #header: Header;
  readonly #alive: { A: FlagColumn; B: FlagColumn };
  readonly #sides: SideColumns[];
  #recordsA = 0;
  #recordsB = 0;
  #lastB = -1;

  /** `header` as parsed from JSON, of a file of `size` bytes. Throws `MATCHING_FILE_BAD`. */
  constructor(header: unknown, file: { name: string; size: number }) {
    const { name, size } = file;
    this.#name = name;
    const parsed = v.safeParse(headerSchema, header, { abortEarly: true });
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const field = v.getDotPath(issue) ?? 'header';
      throw badMatchingFile(
        name,
        `its header's "${clip(field)}" is ${clip(issue.received)}; expected ${clip(issue.expected ?? issue.message)}`,
      );
    }
    this.#header = parsed.output;
    const { a, b, encoder, measure } = this.#header;
    if (a.n > size / MIN_RECORD_BYTES || b.n > a.n + size / MIN_RECORD_BYTES) {
      throw badMatchingFile(name, `its header says ${a.n} and ${b.n} latents, which do not fit into ${size} bytes`);
    }
    const fail: Fail = (fault, code) => {
      throw badMatchingFile(name, fault, code);
    };
    this.#alive = { A: new FlagColumn(a.n, fail), B: new FlagColumn(b.n, fail) };
    this.#sides = [];
    for (const at of encoder === null ? ['decoder'] : ['decoder', 'encoder']) {
      this.#sides.push(new SideColumns({ name: at, nA: a.n, nB: b.n, lowest: measure === 'COSINE' ? -1 : 0, fail }));
    }
  }

  /** The next latent of A. */
  addA(fields: RecordFields): void {
    const [index, alive] = fields;
    const i = this.#recordsA++;
    if (index !== i || i >= this.#header.a.n)
      this.#fail(`record ${i} of A has index ${String(index)}; expected ${i} of ${this.#header.a.n}`);
    this.#alive.A.set(i, alive);
    this.#checkWithoutEncoder(fields);
    this.#sides.forEach((columns, s) => {
      const [partner, cosine, partnerAlive] = fields.slice(2 + 3 * s, 5 + 3 * s);
      const j = columns.setPair(i, partner, cosine);
      if (j >= 0) this.#alive.B.set(j, partnerAlive);
      else if (partnerAlive !== null) this.#fail(`record ${i} of A says whether no partner is alive`);
    });
  }

  /** The next latent of B that a side leaves out. */
  addB(fields: RecordFields): void {
    const [index, alive] = fields;
    this.#recordsB++;
    if (typeof index !== 'number' || !Number.isInteger(index) || index <= this.#lastB || index >= this.#header.b.n) {
      return this.#fail(
        `a record of B has index ${String(index)}; expected one above ${this.#lastB}, below ${this.#header.b.n}`,
      );
    }
    this.#lastB = index;
    this.#alive.B.set(index, alive);
    this.#checkWithoutEncoder(fields);
    const partners = this.#sides.map((columns, s) => {
      const [partner, cosine, partnerAlive] = fields.slice(2 + 3 * s, 5 + 3 * s);
      const i = columns.checkB(index, [partner, cosine]);
      if (i >= 0) this.#alive.A.set(i, partnerAlive);
      else if (partnerAlive !== null) this.#fail(`latent ${index} of B says whether no partner is alive`);
      return i;
    });
    if (partners.every((i) => i >= 0)) this.#fail(`latent ${index} of B is listed as left out and is not`);
  }

  /** The matching. Throws `MATCHING_FILE_BAD`, `NOT_A_BIJECTION`. */
  finish(): PublishedMatching {
    const { a, b, space, measure, decoder, encoder } = this.#header;
    if (this.#recordsA !== a.n) this.#fail(`it has ${this.#recordsA} records of A; expected ${a.n}`);
    const stated = [decoder, ...(encoder ? [encoder] : [])];
    const sides = this.#sides.map((columns, s): PublishedSide => {
      const { certificate, pairs } = stated[s];
      return { ...columns.finish(pairs), statedCertificate: certificate };
    });
    let leftOut = 0;
    for (let j = 0; j < b.n; j++) if (this.#sides.some((columns) => !columns.takes(j))) leftOut++;
    if (leftOut !== this.#recordsB)
      this.#fail(`it lists ${this.#recordsB} latents of B as left out; expected ${leftOut}`);
    const describe = ({ n, initSeed, architecture, contentSha256, nAlive, portalId }: Header['a'], at: 'A' | 'B') => {
      const alive = this.#alive[at].finish(nAlive);
      return { n, initSeed, architecture, contentSha256, portalId: portalId ?? null, alive };
    };
    const { d: dIn, ...place } = space;
    return {
      format: 'reseed-matching',
      layer: null,
      space: { ...place, dIn },
      measure,
      a: describe(a, 'A'),
      b: describe(b, 'B'),
      decoder: sides[0],
      encoder: sides[1] ?? null,
      publishedBy: stated.find(({ publication }) => publication)?.publication?.by ?? null,
      names: { a: a.name, b: b.name },
    };
  }

  #checkWithoutEncoder(fields: RecordFields): void {
    if (fields.length !== FIELDS_PER_RECORD)
      this.#fail(`a record has ${fields.length} fields; expected ${FIELDS_PER_RECORD}`);
    if (this.#sides.length === 1 && fields.slice(5).some((field) => field !== null)) {
      this.#fail('a record speaks of encoders, of which the header knows nothing');
    }
  }

  #fail(fault: string): never {
    throw badMatchingFile(this.#name, fault);
  }
}

/** The refusal of such a file. */
export function badMatchingFile(name: string, fault: string, code: ErrorCode = 'MATCHING_FILE_BAD'): ReseedError {
  return new ReseedError(code, `Cannot read "${clip(name)}": ${fault}`, {
    hint: 'Export the matching again as JSON or CSV (reseed export), or copy the file again.',
  });
}
