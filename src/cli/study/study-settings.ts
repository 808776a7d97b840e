/** Flags of `reseed study` -> the training flags of each of its settings: architectures, then numbers of latents, in the order given. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReseedError } from '../../errors.ts';
import { type TrainedArchitecture, trainedArchitectures } from '../../compute/training/options/training-option.ts';
import { fingerprint } from '../../jobs/queue/fingerprint.ts';
import { parseNumber, parseNumbers, pickTrainingFlags, type TrainingFlags } from '../flags/training-flags.ts';

/** Options of a training that a study does not have, or sets itself. */
// biome-ignore format: one line per kind
export const ownSettings = [
  'name', 'architecture', 'latents', 'expansion', 'k', 'l0', 'sparsity', 'provider', 'trainer', 'match', 'matchAt',
  'corpus', 'modelName', 'textTokens', 'context', 'bos', 'initialRows', 'weightPenalty',
] as const satisfies (keyof TrainingFlags)[];

/** Options of which a study takes several values: each is an arm. */
type Arm = 'initialRows' | 'weightPenalty';

/** As commander hands them over. */
export interface StudyFlags
  extends Omit<TrainingFlags, Exclude<(typeof ownSettings)[number], 'l0' | 'sparsity' | Arm>> {
  architectures: string;
  latents: string;
}

/** Those that the bundled activations are studied with where nobody says otherwise: docs/study.md. */
const bundled = {
  activations: fileURLToPath(new URL('../../../seeds-data/activations/layers.2.mlp', import.meta.url)),
  l0: '4',
  batchSize: '64',
  learningRate: '3e-3',
  inputScale: '0.337', // to a mean square norm of d, as the bundled dictionaries were trained
  tokens: '1000000',
};

/** Two seeds make the first pair, three the first interval. */
const SEEDS = '1,2,3';

/** One run group of a study. */
export interface StudySetting {
  architecture: TrainedArchitecture;
  nLatents: number;
  /** Active latents per token that were asked for; null where a coefficient was. */
  l0: number | null;
  /** In what it differs from the trainer's defaults; empty if in nothing. */
  arm: string;
  training: TrainingFlags;
}

/** Every setting, trained and matched as one run group each. Throws `BAD_INPUT`. */
export function buildStudySettings(flags: StudyFlags): StudySetting[] {
  const asked: StudyFlags = flags.activations === undefined ? { ...flags, ...bundled, ...given(flags) } : flags;
  const { seeds = SEEDS, nulls } = asked;
  if (parseNumbers('--seeds', seeds).length < 2)
    throw refusal(`--seeds "${seeds}"`, 'a study compares seeds', 'Give two or more seeds, for example 1,2,3.');
  const sizes = parseNumbers('--latents', flags.latents);
  const arms = listArms(asked);
  const places = parseArchitectures(flags.architectures).flatMap((architecture) =>
    arms.map((arm) => ({ architecture, arm })),
  );
  const settings = places.flatMap(({ architecture, arm }) =>
    sizes.map((nLatents, at): StudySetting => {
      const sparsity = chooseSparsity(architecture, { asked, at, of: sizes.length });
      const own = {
        ...pickTrainingFlags(asked, { architecture, without: [...ownSettings, 'activations', 'seeds', 'nulls'] }),
        ...sparsity.flags,
        ...arm.flags,
        architecture,
        latents: `${nLatents}`,
      };
      const name = nameGroup({
        ...own,
        from: flags.activations === undefined ? '' : path.resolve(flags.activations),
      });
      const activations = asked.activations ?? bundled.activations;
      const training = { ...own, name, activations, seeds, nulls, match: true };
      return { architecture, nLatents, l0: sparsity.l0, arm: arm.name, training };
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

/** Every way to begin with every penalty. */
function listArms({ initialRows = 'TIED', weightPenalty = '0' }: StudyFlags) {
  const starts = initialRows.split(',').map((part) => part.trim().toUpperCase());
  return starts.flatMap((rows) =>
    parseNumbers('--weight-penalty', weightPenalty).map((penalty) => ({
      name: [rows === 'TIED' ? [] : `${rows.toLowerCase()} rows`, penalty === 0 ? [] : `L2 ${penalty}`]
        .flat()
        .join(', '),
      flags: given({
        initialRows: rows === 'TIED' ? undefined : rows,
        weightPenalty: penalty === 0 ? undefined : `${penalty}`,
      }),
    })),
  );
}

/** What makes latents rare: k where L0 is set, else a coefficient that is searched for, or given. */
function chooseSparsity(
  architecture: TrainedArchitecture,
  { asked, ...place }: { asked: StudyFlags; at: number; of: number },
): { l0: number | null; flags: Pick<TrainingFlags, 'k' | 'l0' | 'sparsity'> } {
  const { l0, sparsity } = asked;
  const setsL0 = architecture === 'TOPK' || architecture === 'BATCH_TOPK';
  if (!setsL0 && sparsity !== undefined) return { l0: null, flags: { sparsity: chooseCoefficient(sparsity, place) } };
  if (l0 === undefined) {
    const hint = `Give --l0, active latents per token, or leave ${architecture} out of --architectures.`;
    throw refusal(`--architectures "${architecture}"`, 'it needs --l0', hint);
  }
  const value = parseNumber('--l0', l0);
  if (!setsL0) return { l0: value, flags: { l0 } };
  if (!Number.isInteger(value)) {
    const hint = `Give a whole number, or leave ${architecture} out of --architectures.`;
    throw refusal(`--l0 "${l0}"`, `${architecture} keeps whole numbers of latents`, hint);
  }
  return { l0: value, flags: { k: l0 } };
}

function parseArchitectures(text: string): TrainedArchitecture[] {
  return text.split(',').map((part) => {
    const known = trainedArchitectures.find((one) => one === part.trim().toUpperCase().replaceAll('-', '_'));
    if (known) return known;
    throw refusal(`--architectures "${part}"`, 'a study does not know it', `Use ${trainedArchitectures.join(', ')}.`);
  });
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

/** `TOPK`, or `TOPK, shared rows`. */
export function nameArm({ architecture, arm }: Pick<StudySetting, 'architecture' | 'arm'>): string {
  return arm === '' ? architecture : `${architecture}, ${arm}`;
}

/** The same with its number of latents. */
export function nameSetting(setting: StudySetting): string {
  return `${nameArm(setting)}, n = ${setting.nLatents}`;
}

/** A name that differs wherever anything but the seeds differs: dictionaries of different settings never share a run group. */
function nameGroup(
  deciding: Pick<TrainingFlags, 'latents' | 'k' | 'l0' | 'sparsity'> & {
    architecture: TrainedArchitecture;
    from: string;
  },
): string {
  const sorted = Object.entries(deciding).sort(([a], [b]) => (a < b ? -1 : 1));
  const mark = fingerprint(sorted).slice(0, 8);
  const { architecture, latents, k, l0, sparsity } = deciding;
  const sparse = k !== undefined ? `k${k}` : l0 !== undefined ? `l${l0}` : `s${sparsity}`;
  return `study-${architecture.toLowerCase()}-n${latents}-${sparse}-${mark}`;
}

function given<Values extends object>(values: Values): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

function refusal(subject: string, fault: string, hint: string): ReseedError {
  return new ReseedError('BAD_INPUT', `Cannot study with ${subject}: ${fault}`, { hint });
}
