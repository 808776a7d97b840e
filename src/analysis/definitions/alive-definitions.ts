/** Definitions of what is alive. */
import type { AliveSource, AliveStatement } from '../../../db/stores/update-aliveness.ts';
import { define } from './definition.ts';

const RATE_SILENT =
  'Whether it is dead on other text: the bound is for tokens like those looked at, taken for independent. Latents that fire in bursts may fire more often.';

export const aliveDefinitions = {
  alive: define({
    title: 'Alive latents of a dictionary',
    answeredBy: ['Aliveness.statement'],
    statement: (of: {
      alive: number;
      dead: number;
      unknown: number;
      statements: readonly (AliveStatement & { deadRateUpperBound: number | null })[];
    }) => {
      if (of.alive + of.dead === 0) return 'Nothing is known of whether its latents fire; its rows are not zero.';
      const parts = of.statements.map((one) => {
        if (one.source === 'ZERO_ROW') return `${one.dead} with a row of zeros`;
        if (one.source === 'STATED') return `${one.alive} alive and ${one.dead} dead as stated with it`;
        const bound =
          one.deadRateUpperBound === null || one.dead === 0
            ? ''
            : ` (95%: each of these fires on fewer than ${formatRate(one.deadRateUpperBound)} of such tokens)`;
        return `${one.alive} fired and ${one.dead} did not in ${describeText(one)}${bound}`;
      });
      const rest = of.unknown === 0 ? '' : `; nothing is known of ${of.unknown}, which count as alive`;
      return `${of.alive} alive, ${of.dead} dead: ${parts.join('; ')}${rest}.`;
    },
    example: [
      {
        alive: 960,
        dead: 64,
        unknown: 0,
        statements: [
          {
            source: 'COUNTED',
            dataset: 'stories.txt',
            tokens: 12_000,
            alive: 960,
            dead: 61,
            deadRateUpperBound: 0.00025,
          },
          { source: 'ZERO_ROW', dataset: null, tokens: null, alive: 0, dead: 3, deadRateUpperBound: null },
        ],
      },
    ],
    assumes:
      'Of several texts the one with most tokens counts, of equal ones the newest. What a checkpoint states counts before a text, unless a latent that it states never to fire has fired in one.',
    byChance: 'None: a count with its source.',
    interval: 'Of the rate of a latent that did not fire: 0 to 3.0 / N (rule of three, 95%, one-sided).',
    silentOn: RATE_SILENT,
  }),
  latentAlive: define({
    title: 'Alive latent',
    answeredBy: ['LatentAliveness.statement'],
    statement: (of: {
      alive: boolean | null;
      source: AliveSource | null;
      dataset: string | null;
      tokens: number | null;
      firingCount: number | null;
      firingFrequency: number | null;
      rateUpperBound: number | null;
    }) => {
      if (of.source === null) return 'Nothing is known of whether it fires.';
      if (of.source === 'ZERO_ROW') return 'Dead: a row of it is zero.';
      const life = of.alive ? 'Alive' : 'Dead';
      if (of.source === 'STATED') {
        return of.firingFrequency === null
          ? `${life}, as stated with its dictionary.`
          : `${life}: stated with its dictionary to fire on ${formatRate(of.firingFrequency)} of tokens.`;
      }
      const count = of.firingCount === null ? formatRate(of.firingFrequency ?? 0) : `${of.firingCount} tokens`;
      const bound = of.rateUpperBound === null ? '' : `; its rate is below ${formatRate(of.rateUpperBound)} (95%)`;
      return `${life}: it fired on ${count} of ${describeText(of)}${bound}.`;
    },
    example: [
      {
        alive: false,
        source: 'COUNTED',
        dataset: 'stories.txt',
        tokens: 12_000,
        firingCount: 0,
        firingFrequency: 0,
        rateUpperBound: 0.00025,
      },
    ],
    assumes: 'Firings are independent of each other (Poisson).',
    byChance: 'None: a count with its source.',
    interval:
      'Upper bound of the rate, 95%, one-sided: the rate at which so few firings are seen in one of twenty texts; 3.0 / N without any.',
    silentOn: RATE_SILENT,
  }),
};

function describeText({ dataset, tokens }: { dataset: string | null; tokens: number | null }): string {
  const text = dataset === null ? 'a text without a name' : `"${dataset}"`;
  return tokens === null ? text : `${tokens} tokens of ${text}`;
}

function formatRate(rate: number): string {
  return Number(rate.toPrecision(3)).toString();
}
