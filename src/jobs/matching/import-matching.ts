/**
 * Imports one published matching: files -> partners -> dictionaries that are here, or new ones without weights -> rows.
 *
 * Nothing is written before the end; then everything is, in the transaction that ends the job. What was solved here is never replaced: the
 * file must agree with it, and then adds nothing.
 */
import path from 'node:path';
import { ensureSpace } from '../../../db/stores/catalogue.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import {
  ensureMatching,
  findSides,
  loadPartners,
  type MatchingRow,
  type SideRow,
} from '../../../db/stores/matchings.ts';
import { insertPublishedSide, type Publication } from '../../../db/stores/published-sides.ts';
import type { Side } from '../../../loaders/checkpoints/checkpoint.ts';
import type { PublishedMatching, PublishedSide } from '../../../loaders/matchings/published-matching.ts';
import { type MatchingSource, readPublishedMatching } from '../../../loaders/matchings/read-published-matching.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import { buildPartnerEnds } from '../../compute/group/partner-ends.ts';
import type { SideEnds } from '../../compute/statistics/pair-arrays.ts';
import { ReseedError } from '../../errors.ts';
import { assertHookpointWidth } from '../checkpoints/hookpoint-width.ts';
import type { MatchingImportRequest } from './matching-import-request.ts';
import { computeCosines, type SideCosines } from './published-cosines.ts';
import { assertSameEnd, ensureEnd, findEnd, lockGroups } from './published-ends.ts';
import { decideIdentity, type PublishedIdentity } from './published-identity.ts';
import { rankMatching } from './rank-matching.ts';
import type { Task, TaskContext, TaskResult } from '../worker/task.ts';

/** What has been read and computed, and waits to be written. */
interface Prepared {
  matching: PublishedMatching;
  identity: PublishedIdentity;
  files: DictionaryRow['files'];
  sourceUri: string;
  /** Where both dictionaries have weights: which they are, and their cosines. */
  computed: { a: number; b: number; cosines: SideCosines } | null;
}

export const importMatching: Task<MatchingImportRequest> = async (context, request) => {
  context.progress({ step: 'reading files', done: 0, total: 1, unit: 'files' });
  const source = await openSource(request, context.settings.importRoots);
  const { matching, files } = await readPublishedMatching(source);
  const identity = decideIdentity(matching, { request, file: source.file, layer: matching.layer });
  const computed = await findComputed(context, { matching, identity });
  const sourceUri = [...source.folder.pathComponents, source.file].join('/');
  const prepared = { matching, identity, files, sourceUri, computed };
  context.signal.throwIfAborted();
  return (tx) => write(tx, prepared, context);
};

async function openSource(request: MatchingImportRequest, roots: readonly string[]): Promise<MatchingSource> {
  const open = async (file: string) => {
    const folder = await openSourceFolder({ path: file, roots });
    if (folder.preferredFile !== null) return { folder, file: folder.preferredFile };
    throw new ReseedError('BAD_INPUT', `Cannot import "${path.basename(file)}": it is a folder; expected a file`, {
      hint: 'Name one file of a matching (the command line takes folders, too).',
    });
  };
  const { layer, encoderPath } = request;
  return {
    ...(await open(request.path)),
    ...(encoderPath !== undefined && { encoder: await open(encoderPath) }),
    ...(layer !== undefined && { layer }),
  };
}

/** Cosines from the rows of both dictionaries, where both are here with their weights. */
async function findComputed(
  context: TaskContext,
  { matching, identity }: { matching: PublishedMatching; identity: PublishedIdentity },
): Promise<Prepared['computed']> {
  const found = await context.fenced(async (tx) => {
    await assertHookpointWidth(tx, identity.space);
    const space = await ensureSpace(tx, identity.space);
    const ends = [
      { end: matching.a, identity: identity.a },
      { end: matching.b, identity: identity.b },
    ];
    const rows: DictionaryRow[] = [];
    for (const end of ends) {
      const row = await findEnd(tx, space.id, end);
      if (row === null || !row.hasWeights) return null;
      await assertSameEnd(tx, row, { ...end, hasEncoder: matching.encoder !== null });
      rows.push(row);
    }
    return rows;
  });
  if (found === null) return null;
  const [a, b] = found;
  return { a: a.id, b: b.id, cosines: await computeCosines(context, { matching, measure: identity.measure, a, b }) };
}

async function write(tx: Session, prepared: Prepared, context: TaskContext): Promise<TaskResult> {
  const { matching, identity, files, sourceUri } = prepared;
  const space = await ensureSpace(tx, identity.space);
  await lockGroups(tx, space.id, [identity.a, identity.b]);
  const common = {
    space,
    hasEncoder: matching.encoder !== null,
    source: { format: matching.format, sourceUri, files, guesses: identity.guesses },
    job: { id: context.job.id, attempt: context.job.attempt },
  };
  const a = await ensureEnd(tx, { ...common, end: matching.a, identity: identity.a });
  const b = await ensureEnd(tx, { ...common, end: matching.b, identity: identity.b });
  const row = await ensureMatching(tx, { a, b, measure: identity.measure });
  const [there] = await findSides(tx, [row]);
  let added = 0;
  for (const [side, published] of [
    ['DECODER', matching.decoder],
    ['ENCODER', matching.encoder],
  ] as const) {
    if (published === null || (side === 'ENCODER' && !(a.hasEncoder && b.hasEncoder))) continue;
    const ends = buildEnds(published, { side, prepared, a, b, isSwapped: row.a !== a.id });
    const solved = there.find((one) => one.side === side);
    if (solved) {
      await assertSamePartners(tx, { row, solved, ends, n: row.a === a.id ? a.nLatents : b.nLatents });
      continue;
    }
    const publication = describePublication(published, { prepared, ends, isComputed: isComputed(prepared, { a, b }) });
    await insertPublishedSide(tx, { matching: row, side, ends, publication, jobId: context.job.id });
    added++;
  }
  if (added > 0) await rankMatching(tx, row);
  return { matching: { spaceId: row.spaceId, id: row.id }, alreadyPresent: added === 0 };
}

function isComputed({ computed }: Prepared, { a, b }: { a: DictionaryRow; b: DictionaryRow }): boolean {
  return computed !== null && computed.a === a.id && computed.b === b.id;
}

/** Both ends, A first as the matching has it; NaN for cosines that nobody knows. */
function buildEnds(
  { partner, cosine: stated }: PublishedSide,
  of: { side: Side; prepared: Prepared; a: DictionaryRow; b: DictionaryRow; isSwapped: boolean },
): SideEnds {
  const { side, prepared, a, b, isSwapped } = of;
  const computed = isComputed(prepared, { a, b }) ? (prepared.computed?.cosines[side] ?? null) : null;
  const cosine = computed ?? stated ?? Float64Array.from(partner, (j) => (j < 0 ? 0 : Number.NaN));
  const ends = buildPartnerEnds({ partner, cosine }, b.nLatents);
  return isSwapped ? { a: ends.b, b: ends.a } : ends;
}

function describePublication(
  { cosine, statedCertificate }: PublishedSide,
  { prepared, ends, isComputed }: { prepared: Prepared; ends: SideEnds; isComputed: boolean },
): Publication {
  const cosines = isComputed ? 'COMPUTED' : cosine ? 'STATED' : 'UNKNOWN';
  return {
    by: prepared.identity.publishedBy,
    format: prepared.matching.format,
    files: prepared.files,
    cosines,
    objective: cosines === 'UNKNOWN' ? null : ends.a.cosine.reduce((sum, value) => sum + value, 0),
    statedCertificate,
  };
}

/** Throws `MATCHING_EXISTS` unless the side that is there pairs the same latents. */
async function assertSamePartners(
  tx: Session,
  { row, solved, ends, n }: { row: MatchingRow; solved: SideRow; ends: SideEnds; n: number },
): Promise<void> {
  const { side, publication } = solved;
  const [there] = await loadPartners(tx, [{ matching: row, side, end: 'A', n }]);
  const others = there.partner.reduce((count, j, i) => count + (j === ends.a.partner[i] ? 0 : 1), 0);
  if (others === 0) return;
  const whose = publication === null ? 'was solved here, with a proof' : `was published by ${publication.by}`;
  const sum = (cosine: Float64Array) => cosine.reduce((total, value) => total + value, 0);
  const shortfall = sum(there.cosine) - sum(ends.a.cosine);
  const difference = Number.isNaN(shortfall) ? '' : `, with a summed cosine that is ${shortfall.toPrecision(3)} less`;
  throw new ReseedError(
    'MATCHING_EXISTS',
    `Cannot import this ${side.toLowerCase()} matching: the one that is there ${whose}; the file pairs ${others} of ${n} latents otherwise${difference}`,
    {
      hint: 'Nothing was changed. To keep both, import the file into a run group of its own (command line: --run-group <name>).',
    },
  );
}
