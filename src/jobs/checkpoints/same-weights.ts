/**
 * A checkpoint whose rows are those of a dictionary that is here, with another configuration: which parts differ, and taking the new ones over.
 *
 * A part is a fact, a convention of encoding, or an array; arrays are told apart by the beginning of their sha256.
 */
import { createHash } from 'node:crypto';
import type { Session } from '../../../db/connect/connect.ts';
import { type DictionaryRow, listDictionariesByWeights } from '../../../db/stores/dictionaries.ts';
import { type FactChange, recordChanges } from '../../../db/stores/dictionary-changes.ts';
import { readDictionaryWeights } from '../../../db/stores/dictionary-weights.ts';
import { replaceConfiguration } from '../../../db/stores/replace-configuration.ts';
import type { Checkpoint } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';
import type { CheckpointContent } from './checkpoint-content.ts';
import { encodingOf } from './stored-dictionary.ts';

/** A checkpoint that has been surveyed. */
export interface Surveyed {
  checkpoint: Checkpoint;
  content: CheckpointContent;
  files: DictionaryRow['files'];
  sourceUri: string;
}

/** A dictionary with the same rows, and what differs in it. */
interface Twin {
  dictionary: DictionaryRow;
  differences: FactChange[];
}

/** The dictionaries of the space with the rows of `surveyed`, each with what differs in it. */
export async function listSameWeights(
  tx: Session,
  { spaceId, surveyed }: { spaceId: number; surveyed: Surveyed },
): Promise<Twin[]> {
  const { content } = surveyed;
  const rows = await listDictionariesByWeights(tx, { spaceId, ...content });
  return Promise.all(
    rows.map(async (dictionary) => ({ dictionary, differences: await compare(tx, { dictionary, surveyed }) })),
  );
}

async function compare(
  s: Session,
  { dictionary, surveyed }: { dictionary: DictionaryRow; surveyed: Surveyed },
): Promise<FactChange[]> {
  const { checkpoint, content } = surveyed;
  const stored = await readDictionaryWeights(s, { ...dictionary, n: dictionary.nLatents });
  const { facts, encoding } = checkpoint;
  const before = describe({
    facts: dictionary,
    encoding: encodingOf(dictionary),
    arrays: { ...stored, skip: dictionary.skipSha256 },
  });
  const { scalars, decoderBias, skipSha256 } = content;
  const after = describe({ facts, encoding, arrays: { ...scalars, decoderBias, skip: skipSha256 } });
  return Object.keys(before)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

const ARRAYS = ['encoderBias', 'decoderBias', 'threshold', 'magnitudeBias', 'magnitudeLogScale', 'skip'] as const;

function describe(of: {
  facts: { architecture: string; k: number | null };
  encoding: object;
  arrays: Record<(typeof ARRAYS)[number], Float32Array | string | null>;
}): Record<string, string | null> {
  const { facts, encoding, arrays } = of;
  const parts: Record<string, string | null> = {
    architecture: facts.architecture,
    k: facts.k === null ? null : String(facts.k),
  };
  for (const [name, value] of Object.entries(encoding)) parts[name] = value === null ? null : String(value);
  for (const name of ARRAYS) {
    const array = arrays[name];
    parts[name] = array === null ? null : `sha256 ${(typeof array === 'string' ? array : hash(array)).slice(0, 12)}`;
  }
  return parts;
}

function hash(values: Float32Array): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}

/** The refusal of a configuration that is not the stored one, when nobody has said which counts. */
export function refuseOtherConfiguration(source: string, of: Twin & { others: readonly string[] }): ReseedError {
  const { dictionary, differences, others } = of;
  const also = others.length === 0 ? '' : ` (and of ${others.map((name) => `"${name}"`).join(', ')})`;
  return new ReseedError(
    'CONFIGURATION_DIFFERS',
    `Cannot import "${source}": its weights are those of "${dictionary.name}"${also}, its configuration is another: ${describeAll(differences)}`,
    {
      hint: `Say what this is: ${others.length === 0 ? 'a correction of that dictionary (command line: --same-weights update), or ' : ''}another one (command line: --same-weights another).`,
    },
  );
}

/** That a dictionary has the same weights and is another one. */
export function describeTwin({ dictionary, differences }: Twin): string {
  return `the weights are those of "${dictionary.name}", with another configuration: ${describeAll(differences)}`;
}

function describeAll(differences: readonly FactChange[]): string {
  const parts = differences.map(
    ({ field, before, after }) => `${field} is ${before ?? 'absent'} there and ${after ?? 'absent'} here`,
  );
  return parts.join('; ');
}

/** Makes the configuration of `surveyed` that of the dictionary, with a trail. Call it in a fenced transaction. */
export async function updateConfiguration(
  tx: Session,
  { dictionary, differences, surveyed }: Twin & { surveyed: Surveyed },
): Promise<void> {
  const { checkpoint, content, files, sourceUri } = surveyed;
  const { architecture, k } = checkpoint.facts;
  await replaceConfiguration(tx, {
    key: dictionary,
    n: dictionary.nLatents,
    architecture,
    k,
    encoding: checkpoint.encoding,
    config: checkpoint.config,
    format: checkpoint.format,
    files,
    sourceUri,
    contentSha256: content.contentSha256,
    skipSha256: content.skipSha256,
    decoderBias: content.decoderBias,
    scalars: content.scalars,
  });
  await recordChanges(tx, { key: dictionary, changes: differences, source: 'NEW_CONFIGURATION' });
}
