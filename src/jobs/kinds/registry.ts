/**
 * Every kind of job. From this list follow the names of kinds, the queues, what a worker runs, the types of requests, and what
 * `reseed work --queues` takes.
 */
import { ReseedError } from '../../errors.ts';
import { contextsKind } from './contexts-kind.ts';
import { deleteKind } from './delete-kind.ts';
import { embedKind } from './embed-kind.ts';
import { evaluateKind } from './evaluate-kind.ts';
import { explainKind } from './explain-kind.ts';
import { explanationsKind } from './explanations-kind.ts';
import { exportKind } from './export-kind.ts';
import { exportExplanationsKind } from './export-explanations-kind.ts';
import { exportFeaturesKind } from './export-features-kind.ts';
import { importKind } from './import-kind.ts';
import { importMatchingKind } from './import-matching-kind.ts';
import { matchActivationsKind } from './match-activations-kind.ts';
import { matchKind } from './match-kind.ts';
import { nearestIndexKind } from './nearest-index-kind.ts';
import { nullBaselineKind } from './null-baseline-kind.ts';
import { scoreKind } from './score-kind.ts';
import { similarityKind } from './similarity-kind.ts';
import { substituteKind } from './substitute-kind.ts';
import { trainKind } from './train-kind.ts';
import { urgencies, type Urgency } from './kind.ts';
import type { StoredForm } from './stored-form.ts';

/** Of equal urgency, the first is taken first. */
const registry = [
  deleteKind,
  importKind,
  importMatchingKind,
  explanationsKind,
  exportKind,
  exportFeaturesKind,
  exportExplanationsKind,
  nearestIndexKind,
  matchKind,
  matchActivationsKind,
  evaluateKind,
  substituteKind,
  nullBaselineKind,
  similarityKind,
  embedKind,
  contextsKind,
  scoreKind,
  explainKind,
  trainKind,
] as const;

type Registered = (typeof registry)[number];
/** The name of a kind. */
export type JobKind = Registered['kind'];
type KindNamed<Name extends JobKind> = Extract<Registered, { kind: Name }>;
/** What may be asked of a kind. */
export type RequestOf<Name extends JobKind> = Parameters<KindNamed<Name>['accept']>[0];
/** What a job of a kind is told. */
export type PayloadOf<Name extends JobKind> =
  KindNamed<Name>['payload'] extends StoredForm<infer Payload> ? Payload : never;
/** What a job of a kind has done. */
export type ResultOf<Name extends JobKind> =
  KindNamed<Name>['result'] extends StoredForm<infer Result> ? Result : never;

/** Names of kinds, most urgent first: what a free worker looks for first. */
export const jobKinds: readonly JobKind[] = urgencies.flatMap(listKindsOf);

/** Names of the kinds of this urgency. */
export function listKindsOf(urgency: Urgency): JobKind[] {
  return registry.filter((one) => one.urgency === urgency).map((one) => one.kind);
}

/** The kind of this name. Throws `JOB_NEWER`: a database may hold jobs of a release that has more kinds. */
export function getKind<Name extends JobKind>(name: Name | (string & {})): KindNamed<Name> {
  const found = registry.find((one) => one.kind === name);
  if (found !== undefined) return found as KindNamed<Name>;
  throw new ReseedError('JOB_NEWER', `Cannot read a job of kind "${name}": this release has no such kind`, {
    hint: 'Run the release that queued it.',
  });
}
