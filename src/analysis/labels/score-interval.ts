/** How far a score may be from that of many examples, in numbers and in words. */
import { type JudgedScore, scoreInterval } from '../../compute/statistics/score-error.ts';
import { definitions } from '../definitions/definitions.ts';

/** Null where the scorer's value is no part of examples, or nobody says how many these were. */
export function readScoreInterval(score: JudgedScore) {
  const interval = scoreInterval(score);
  return interval && { ...interval, statement: definitions.scoreInterval.statement() };
}
