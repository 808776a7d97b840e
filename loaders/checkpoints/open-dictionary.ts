/** Checked parts of a dictionary -> {@link Checkpoint}: what is the same for every format. */
import { createHash } from 'node:crypto';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import type {
  Checkpoint,
  CheckpointFacts,
  EncodingConventions,
  Guess,
  Identity,
  LatentScalars,
  SkipRows,
} from './checkpoint.ts';
import type { RowReader } from '../containers/tensor-rows.ts';
import { splitNormalisation } from './normalisation.ts';
import { closeAll, type TensorSet } from '../containers/tensor-set.ts';

/** Bytes hashed at a time: progress is smooth and memory stays small. */
const HASH_BYTES = 4 * 1024 * 1024;

export type VectorReader = () => Promise<Float32Array>;

/** What a format hands over. The checkpoint takes the open tensor sets and closes them. */
export interface DictionaryParts {
  format: string;
  facts: CheckpointFacts;
  encoding: EncodingConventions;
  identity: Identity;
  guesses: Guess[];
  config: Record<string, unknown> | null;
  folder: SourceFolder;
  tensorSets: TensorSet[];
  /** Further files that decide facts or scalars, by name. */
  otherFiles: string[];
  decoder: RowReader;
  encoder: RowReader | null;
  encoderBias: VectorReader | null;
  threshold: VectorReader | null;
  firingFrequency: VectorReader | null;
  /** Absent unless GATED. */
  magnitude?: { bias: VectorReader; logScale: VectorReader } | null;
  decoderBias: VectorReader | null;
  /** Absent unless a transcoder has a skip connection. */
  skip?: SkipRows | null;
}

/** Opens what the parts describe. */
export async function openDictionary(parts: DictionaryParts): Promise<Checkpoint> {
  const weights = parts.tensorSets.flatMap((set) => set.sources);
  const names = [...parts.tensorSets.flatMap((set) => set.indexName ?? []), ...parts.otherFiles];
  const others: ByteSource[] = [];
  try {
    for (const name of names) others.push(await parts.folder.open(name));
  } catch (error) {
    await closeAll(others);
    throw error;
  }
  const sources = [...weights, ...others];
  return {
    format: parts.format,
    facts: parts.facts,
    encoding: { ...parts.encoding, scalarNormalisation: splitNormalisation(parts.identity.normalisation).scalar },
    identity: parts.identity,
    guesses: parts.guesses,
    config: parts.config,
    files: sources.map(({ name, size }) => ({ name, size })),
    tensorNames: { DECODER: parts.decoder.tensor, ENCODER: parts.encoder?.tensor ?? null },
    rowBytes: {
      total: parts.decoder.bytes + (parts.encoder?.bytes ?? 0),
      async bring() {
        await parts.decoder.bring();
        await parts.encoder?.bring();
      },
    },
    async readRows(side, range) {
      const rows = side === 'DECODER' ? parts.decoder : parts.encoder;
      if (rows === null) throw new RangeError(`"${parts.format}" has no encoder here`);
      return rows.read(range);
    },
    async readScalars(): Promise<LatentScalars> {
      return {
        encoderBias: await read(parts.encoderBias),
        threshold: await read(parts.threshold),
        firingFrequency: await read(parts.firingFrequency),
        magnitudeBias: await read(parts.magnitude?.bias ?? null),
        magnitudeLogScale: await read(parts.magnitude?.logScale ?? null),
      };
    },
    readDecoderBias: () => read(parts.decoderBias),
    skip: parts.skip ?? null,
    async hashFiles(onBytes) {
      const hashes: string[] = [];
      for (const source of sources) hashes.push(await hashSource(source, onBytes));
      return hashes;
    },
    close: () => closeAll(sources),
  };
}

async function read(vector: VectorReader | null): Promise<Float32Array | null> {
  return vector === null ? null : vector();
}

async function hashSource(source: ByteSource, onBytes?: (bytes: number) => void): Promise<string> {
  if (source.hash) return source.hash(onBytes);
  const hash = createHash('sha256');
  for (let offset = 0; offset < source.size; offset += HASH_BYTES) {
    const bytes = await source.read(offset, Math.min(HASH_BYTES, source.size - offset));
    hash.update(bytes);
    onBytes?.(bytes.length);
  }
  return hash.digest('hex');
}
