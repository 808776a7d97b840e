/** Matchings of independent draws -> their means, and the least and greatest of each number. */
import type { Measure, SideMatching } from '../side-matching.ts';
import { needsEncoder, type SharedDefinition, sharedDefinitions } from '../statistics/criterion.ts';
import { buildPairArrays, type MatchingEnd } from '../statistics/pair-arrays.ts';
import { sideStatistics, thresholdSweep } from '../statistics/statistics.ts';
import { CURVE_STEPS, type NullNumbers, type NullStatistics, type SideNullStatistics } from './null-statistics.ts';

/** One draw, matched. */
export interface DrawnMatching {
  readonly decoder: SideMatching;
  readonly encoder: SideMatching | null;
}

/** What reduces the same number of all draws to one. */
type Reduce = (values: readonly number[]) => number;

const mean: Reduce = (values) => values.reduce((total, value) => total + value / values.length, 0);

/** At least one draw. A single draw has no range. */
export function averageDraws(
  drawn: readonly DrawnMatching[],
  measure: Measure,
): NullNumbers & Pick<NullStatistics, 'range'> {
  const numbers = drawn.map((one) => readNumbers(one, measure));
  const range =
    drawn.length > 1
      ? {
          low: reduceNumbers(numbers, (values) => Math.min(...values)),
          high: reduceNumbers(numbers, (values) => Math.max(...values)),
        }
      : null;
  return { ...reduceNumbers(numbers, mean), range };
}

function readNumbers({ decoder, encoder }: DrawnMatching, measure: Measure): NullNumbers {
  const alive = (partner: Int32Array) => new Uint8Array(partner.length).fill(1);
  const ends = { aliveA: alive(decoder.a.partner), aliveB: alive(decoder.b.partner) };
  const pair = buildPairArrays({ measure, decoder, encoder, ...ends });
  const curvesOf = (end: MatchingEnd) => {
    const curves: { [Definition in SharedDefinition]?: number[] } = {};
    for (const definition of sharedDefinitions) {
      if (encoder === null && needsEncoder(definition)) continue;
      const points = thresholdSweep(pair, { end, definition, strict: false, aliveOnly: false, steps: CURVE_STEPS });
      curves[definition] = points.map(({ sharedFraction }) => sharedFraction);
    }
    return curves;
  };
  const sideOf = (matching: SideMatching): SideNullStatistics => {
    const { meanMatchedCosine, mmcsAB, mmcsBA, regret } = sideStatistics(matching);
    return { meanMatchedCosine, mmcsAB, mmcsBA, regret };
  };
  return {
    decoder: sideOf(decoder),
    encoder: encoder && sideOf(encoder),
    curves: { A: curvesOf('A'), B: curvesOf('B') },
  };
}

function reduceNumbers(all: readonly NullNumbers[], reduce: Reduce): NullNumbers {
  const of = (read: (one: NullNumbers) => number) => reduce(all.map(read));
  const sideOf = (read: (one: NullNumbers) => SideNullStatistics | null): SideNullStatistics | null => {
    const fields = (field: 'meanMatchedCosine' | 'mmcsAB' | 'mmcsBA' | 'regret') =>
      of((one) => read(one)?.[field] ?? Number.NaN);
    return (
      read(all[0]) && {
        meanMatchedCosine: fields('meanMatchedCosine'),
        mmcsAB: fields('mmcsAB'),
        mmcsBA: fields('mmcsBA'),
        regret: fields('regret'),
      }
    );
  };
  const curvesOf = (end: MatchingEnd) => {
    const curves: { [Definition in SharedDefinition]?: number[] } = {};
    for (const definition of sharedDefinitions) {
      curves[definition] = all[0].curves[end][definition]?.map((_, k) =>
        of((one) => one.curves[end][definition]?.[k] ?? Number.NaN),
      );
    }
    return curves;
  };
  const decoder = sideOf((one) => one.decoder);
  if (decoder === null) throw new RangeError('expected the decoder among the sides');
  return { decoder, encoder: sideOf((one) => one.encoder), curves: { A: curvesOf('A'), B: curvesOf('B') } };
}
