/** Flags of `reseed study` -> the training flags of each of its settings: architectures, then numbers of latents, in the order given. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReseedError } from '../../errors.ts';
import { fingerprint } from '../../jobs/queue/fingerprint.ts';
import { parseNumbers, pickTrainingFlags, type TrainingFlags } from '../flags/training-flags.ts';

/** Options of a training that a study does not have, or sets itself. */
// biome-ignore format: one line per kind
export const ownSettings = [
  'name', 'architecture', 'latents', 'expansion', 'k', 'sparsity', 'provider', 'trainer', 'match', 'matchAt',
  'corpus', 'modelName', 'textTokens', 'context', 'bos',
] as const satisfies (keyof TrainingFlags)[];

/** As commander hands them over. */
export interface StudyFlags extends Omit<TrainingFlags, Exclude<(typeof ownSettings)[number], 'k' | 'sparsity'>> {
  architectures: string;
  latents: string;
}

/** Those that the bundled activations are studied with where nobody says otherwise: docs/study.md. */
const bundled = {
  activations: fileURLToPath(new URL('../../../seeds-data/activations/layers.2.mlp', import.meta.url)),
  k: '4',
  sparsity: '1.2',
  batchSize: '64',
  learningRate: '3e-3',
  tokens: '300000',
};

/** Architectures whose sparsity the study knows how to say. */
const architectures = ['TOPK', 'RELU_L1'] as const;
export type StudiedArchitecture = (typeof architectures)[number];

/** Two seeds make the first pair, three the first spread. */
const SEEDS = '1,2,3';

/** One run group of a study. */
export interface StudySetting {
  architecture: StudiedArchitecture;
  nLatents: number;
  training: TrainingFlags;
}

/** Every setting, trained and matched as one run group each. Throws `BAD_INPUT`. */
export function buildStudySettings(flags: StudyFlags): StudySetting[] {
  const asked: StudyFlags = flags.activations === undefined ? { ...flags, ...bundled, ...given(flags) } : flags;
  const { seeds = SEEDS, nulls } = asked;
  if (parseNumbers('--seeds', seeds).length < 2)
    throw refusal(`--seeds "${seeds}"`, 'a study compares seeds', 'Give two or more seeds, for example 1,2,3.');
  const sizes = parseNumbers('--latents', flags.latents);
  const settings = parseArchitectures(flags.architectures).flatMap((architecture) =>
    sizes.map((nLatents, at): StudySetting => {
      const own = {
        ...pickTrainingFlags(asked, { architecture, without: [...ownSettings, 'activations', 'seeds', 'nulls'] }),
        ...chooseSparsity(architecture, { asked, at, of: sizes.length }),
        architecture,
        latents: `${nLatents}`,
      };
      const name = nameSetting({
        ...own,
        from: flags.activations === undefined ? '' : path.resolve(flags.activations),
      });
      const activations = asked.activations ?? bundled.activations;
      return { architecture, nLatents, training: { ...own, name, activations, seeds, nulls, match: true } };
    }),
  );
  if (new Set(settings.map(({ training }) => training.name)).size < settings.length) {
    throw refusal(
      `--latents "${flags.latents}"`,
      'a setting is named twice',
      'Name each architecture and number of latents once.',
    );
  }
  return settings;
}

/** What makes latents rare; each architecture has its own flags. */
function chooseSparsity(
  architecture: StudiedArchitecture,
  { asked, ...place }: { asked: StudyFlags; at: number; of: number },
): Pick<TrainingFlags, 'k' | 'sparsity'> {
  const { k, sparsity } = asked;
  if (architecture === 'TOPK') return { k: getFlag('--k', { text: k, architecture }) };
  const text = getFlag('--sparsity', { text: sparsity, architecture });
  return { sparsity: chooseCoefficient(text, place) };
}

function parseArchitectures(text: string): StudiedArchitecture[] {
  return text.split(',').map((part) => {
    const known = architectures.find((one) => one === part.trim().toUpperCase().replaceAll('-', '_'));
    if (known) return known;
    throw refusal(`--architectures "${part}"`, 'a study does not know it', `Use ${architectures.join(', ')}.`);
  });
}

function getFlag(flag: string, { text, architecture }: { text: string | undefined; architecture: string }): string {
  if (text !== undefined) return text;
  const how = flag === '--sparsity' ? ' (how to choose it: docs/study.md, "Choose the sparsity coefficient")' : '';
  const hint = `Give ${flag}${how}, or leave ${architecture} out of --architectures.`;
  throw refusal(`--architectures "${architecture}"`, `it needs ${flag}`, hint);
}

/** One coefficient for all numbers of latents, or one for each. */
function chooseCoefficient(text: string, { at, of }: { at: number; of: number }): string {
  const values = parseNumbers('--sparsity', text);
  if (values.length === 1) return `${values[0]}`;
  if (values.length === of) return `${values[at]}`;
  throw refusal(
    `--sparsity "${text}"`,
    `it has ${values.length} numbers for ${of} numbers of latents`,
    'Give one coefficient, or one for each number of latents.',
  );
}

/** A name that differs wherever anything but the seeds differs: dictionaries of different settings never share a run group. */
function nameSetting(
  deciding: Pick<TrainingFlags, 'latents' | 'k' | 'sparsity'> & { architecture: StudiedArchitecture; from: string },
): string {
  const sorted = Object.entries(deciding).sort(([a], [b]) => (a < b ? -1 : 1));
  const mark = fingerprint(sorted).slice(0, 8);
  const { architecture, latents, k, sparsity } = deciding;
  return `study-${architecture.toLowerCase()}-n${latents}-${k === undefined ? `s${sparsity}` : `k${k}`}-${mark}`;
}

function given<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

function refusal(subject: string, fault: string, hint: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot study with ${subject}: ${fault}`, { hint });
}
