/** How far the matchings of a run group are: every pair of its dictionaries, decoders and encoders, whichever worker has them. */
import type { Measure } from '../../src/compute/side-matching.ts';
import type { Key } from '../schema/key.ts';
import { computed, rowOf, TOTAL } from '../schema/row.ts';
import type { Session } from '../connect/session.ts';

export interface MatchingProgressRow {
  /** Sides that the group has: of each pair the decoders, and the encoders where both have them. */
  total: number;
  /** Sides that are there. */
  done: number;
  /** Of the others, by the state of the latest job. */
  queued: number;
  running: number;
  failed: number;
  cancelled: number;
  /** Sum of the running jobs' own fractions. */
  runningFraction: number;
}

const waiting = (state: string) =>
  computed(`count(*) filter (where not k.done and j.state = '${state}')::int`, 'integer');

const ROW = rowOf<MatchingProgressRow>({
  ...TOTAL.columns,
  done: computed('count(*) filter (where k.done)::int', 'integer'),
  queued: waiting('QUEUED'),
  running: waiting('RUNNING'),
  failed: waiting('FAILED'),
  cancelled: waiting('CANCELLED'),
  runningFraction: computed(
    `coalesce(sum(least(1, coalesce(j.progress_done / nullif(j.progress_total, 0), 0))) filter (where not k.done and j.state = 'RUNNING'), 0)::float8`,
    'double precision',
  ),
});

/** Sides and jobs of a run group under one measure, in one statement. */
export async function readMatchingProgress(
  s: Session,
  { group, measure }: { group: Key; measure: Measure },
): Promise<MatchingProgressRow> {
  const [row] = await s.read(
    ROW,
    `with d as (select id, has_encoder from dictionaries where space_id = $1 and run_group_id = $2 and state = 'READY'),
       wanted as (
         select a.id as a, b.id as b, side from d a join d b on a.id < b.id, (values (0), (1)) as sides (side)
         where side = 0 or (a.has_encoder and b.has_encoder)),
       asked as (
         select w.side, m.id as matching, x.side is not null as done,
           (select j.id from jobs j where j.space_id = $1 and j.matching_id = m.id and j.kind = 'MATCH'
              and j.payload ->> 'side' = case w.side when 0 then 'DECODER' else 'ENCODER' end
            order by j.created_at desc, j.id desc limit 1) as job
         from wanted w
         left join matchings m on m.space_id = $1 and m.a = w.a and m.b = w.b and m.measure = $3
         left join matching_sides x on x.space_id = $1 and x.matching_id = m.id and x.side = w.side)
     select ${ROW.list} from asked k left join jobs j on j.id = k.job`,
    [group.spaceId, group.id, measure],
  );
  return row;
}
