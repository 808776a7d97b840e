/** Files of a published matching -> {@link PublishedMatching}, recognised by their first bytes. */
import { createHash } from 'node:crypto';
import { ReseedError } from '../../src/errors.ts';
import { type AssignmentFile, parseAssignments } from './assignment-pickle.ts';
import type { SourceFolder } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import type { PublishedEnd, PublishedMatching, PublishedSide } from './published-matching.ts';
import { badMatchingFile } from './reseed-matching.ts';
import { parseReseedCsv, parseReseedJson } from './reseed-matching-text.ts';

/** Files are read whole: 1.3 million latents as CSV, 200,000 as JSON, twelve layers of 2.6 million as a pickle. */
const MAX_BYTES = 512 * 1024 * 1024;

/** A file that was read. */
export interface ReadFile {
  name: string;
  size: number;
  sha256: string;
}

/** Which files: one that Reseed exported, or one pickle per side. */
export interface MatchingSource {
  readonly folder: SourceFolder;
  readonly file: string;
  /** The pickle with the encoders, and its folder. */
  readonly encoder?: { readonly folder: SourceFolder; readonly file: string };
  /** Layer of the pickles; needed where they have several. */
  readonly layer?: string;
}

/** The matching and the files that it was read from. Throws `MATCHING_FILE_BAD`, `NOT_A_BIJECTION`, `PICKLE_REFUSED`, `PICKLE_TRUNCATED`, `BAD_INPUT`. */
export async function readPublishedMatching(
  source: MatchingSource,
): Promise<{ matching: PublishedMatching; files: ReadFile[] }> {
  const first = await readWhole(source.folder, source.file);
  if (isPickle(first.bytes)) {
    const second = source.encoder && (await readWhole(source.encoder.folder, source.encoder.file));
    const matching = joinSides({
      decoder: parsePickleFile(first),
      encoder: second ? parsePickleFile(second) : null,
      layer: source.layer,
    });
    return { matching, files: [first, ...(second ? [second] : [])].map(({ file }) => file) };
  }
  if (source.encoder || source.layer !== undefined) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot read "${clip(source.file)}" with an encoder file or a layer: it is not a pickle`,
      {
        hint: 'A file that Reseed exported holds both sides; leave the encoder file and the layer out.',
      },
    );
  }
  const text = decode(first.bytes, source.file);
  const parse = text.startsWith('#') ? parseReseedCsv : parseReseedJson;
  return { matching: parse(text, source.file), files: [first.file] };
}

/** Layers of a pickle of assignments; null if `file` is no pickle. */
export async function findPickledLayers(folder: SourceFolder, file: string): Promise<readonly string[] | null> {
  const read = await readWhole(folder, file);
  return isPickle(read.bytes) ? parsePickleFile(read).layers : null;
}

interface Whole {
  bytes: Uint8Array;
  file: ReadFile;
}

async function readWhole(folder: SourceFolder, name: string): Promise<Whole> {
  const source = await folder.open(name);
  try {
    const { size } = source;
    if (size > MAX_BYTES) throw badMatchingFile(name, `it has ${size} bytes; expected at most ${MAX_BYTES}`);
    const bytes = await source.read(0, size);
    return { bytes, file: { name, size, sha256: createHash('sha256').update(bytes).digest('hex') } };
  } finally {
    await source.close();
  }
}

/** Every protocol from 2 on begins with PROTO, which is no UTF-8. */
function isPickle(bytes: Uint8Array): boolean {
  return bytes[0] === 0x80;
}

function parsePickleFile({ bytes, file }: Whole): AssignmentFile & { name: string } {
  return { ...parseAssignments(bytes, file.name), name: file.name };
}

type Named = AssignmentFile & { name: string };

function joinSides({
  decoder,
  encoder,
  layer,
}: {
  decoder: Named;
  encoder: Named | null;
  layer: string | undefined;
}): PublishedMatching {
  if (layer === undefined && decoder.layers.length > 1) {
    throw new ReseedError(
      'BAD_INPUT',
      `Cannot tell which layer of "${clip(decoder.name)}" is meant: it has ${decoder.layers.length}`,
      {
        hint: `Name one of its layers: ${clip(decoder.layers.join(', '))}.`,
      },
    );
  }
  const chosen = layer ?? decoder.layers[0];
  const side = (file: Named): PublishedSide => ({
    partner: file.readPartners(chosen),
    cosine: null,
    statedCertificate: null,
  });
  const [d, e] = [side(decoder), encoder && side(encoder)];
  const n = d.partner.length;
  if (e && e.partner.length !== n) {
    throw badMatchingFile(
      encoder?.name ?? '',
      `it pairs ${e.partner.length} latents; expected ${n} as in "${clip(decoder.name)}"`,
    );
  }
  const end: PublishedEnd = { n, initSeed: null, architecture: null, contentSha256: null, portalId: null, alive: null };
  return {
    format: 'sae_overlap',
    layer: chosen,
    space: null,
    measure: null,
    a: end,
    b: end,
    decoder: d,
    encoder: e,
    publishedBy: null,
    names: null,
  };
}

function decode(bytes: Uint8Array, name: string): string {
  if (bytes[0] === 0x50 && bytes[1] === 0x41 && bytes[2] === 0x52 && bytes[3] === 0x31) {
    throw badMatchingFile(name, 'it is Parquet, which is written and not read; expected a pickle, JSON or CSV');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badMatchingFile(
      name,
      'it is neither a pickle nor UTF-8; expected a pickle of assignments, or a file that Reseed exported',
    );
  }
}
