/** One record of options holds the contract, the flags and what is stored. */
import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { buildASTSchema, type GraphQLInputObjectType, type GraphQLObjectType, parse } from 'graphql';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { addTrainingFlags, buildTrainingRequest, type TrainingFlags } from '../../src/cli/flags/training-flags.ts';
import { auxKOptions, planOptions } from '../../src/compute/training/options/plan-options.ts';
import {
  modelOptions,
  runOptions,
  shardOptions,
  trainingOptions,
} from '../../src/compute/training/options/run-options.ts';
import type { TrainingOption } from '../../src/compute/training/options/training-option.ts';
import { exampleRequest } from './training-fixture.ts';
import { buildTrainingSettings, checkTrainingRequest } from '../../src/jobs/training/training-request.ts';

type Options = Readonly<Record<string, TrainingOption>>;

const schema = buildASTSchema(parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')), {
  assumeValidSDL: true,
});

/** "For TOPK and BATCH_TOPK, which need it." */
function sayArchitectures({ architectures, needed }: TrainingOption): string {
  if (architectures === undefined) return '';
  const names = architectures.join(', ').replace(/, ([A-Z_1]+)$/, ' and $1');
  return ` For ${names}${needed ? ', which need it' : ''}.`;
}

/** What an input's field must be: type, default, description. */
function inputField(option: TrainingOption) {
  const { says, asking, otherwise, graphql, asked } = option;
  const value = v.getDefault(asked as v.GenericSchema);
  const mayBeNull = asked?.type === 'optional' && value === undefined;
  return {
    type: `${graphql}${mayBeNull ? '' : '!'}`,
    value,
    says: [`${says}${sayArchitectures(option)}`, asking, otherwise && `Null: ${otherwise}.`].filter(Boolean).join(' '),
  };
}

function inputFields(type: string) {
  const { getFields } = schema.getType(type) as GraphQLInputObjectType;
  const fields = Object.values(getFields.call(schema.getType(type)));
  return Object.fromEntries(
    fields.map(({ name, type: of, defaultValue, description }) => [
      name,
      { type: String(of), value: defaultValue, says: description?.replaceAll('\n', ' ') },
    ]),
  );
}

test.each<[string, Options]>([
  ['StartTrainingInput', trainingOptions],
  ['AuxKInput', auxKOptions],
  ['ShardActivationsInput', shardOptions],
  ['ModelActivationsInput', modelOptions],
])('%s of the contract is the record of options', (type, options) => {
  const asked = Object.entries(options).filter(([, option]) => option.asked !== null);
  expect(inputFields(type)).toEqual(
    Object.fromEntries(asked.map(([name, option]) => [option.field ?? name, inputField(option)])),
  );
});

test('stored settings have every option, under its name or in the plan, and the contract says the same of it', () => {
  const fields = (schema.getType('TrainingSettings') as GraphQLObjectType).getFields();
  const space = { model: 'm', revision: 'r', hookpoint: 'h', normalisation: 'none', dIn: 8 };
  const facts = { space, trainingTokens: 1000, heldOutTokens: 100, contents: [] } as never;
  const source = { kind: 'SHARDS', path: 'p' } as const;
  const settings = buildTrainingSettings(checkTrainingRequest(exampleRequest()), { facts, source });
  expect(Object.keys(settings.plan).toSorted()).toEqual(Object.keys(planOptions).toSorted());
  const replaced = ['expansionFactor', 'activations', 'tokens'];
  const kept = Object.keys(runOptions).filter((name) => !replaced.includes(name));
  expect(Object.keys(settings).toSorted()).toEqual(
    [...kept, 'activations', 'space', 'plan', 'tokens', 'heldOutTokens'].toSorted(),
  );
  const stated = Object.entries(trainingOptions as Options).filter(
    ([name]) => name in fields && name !== 'activations',
  );
  expect(stated.length).toBeGreaterThan(15);
  for (const [name, option] of stated) {
    const absent = { ...settings.plan, ...settings }[name as 'k'] === null || option.fill === null;
    const base = option.graphql ?? 'Int';
    expect([name, String(fields[name].type), fields[name].description?.replaceAll('\n', ' ')]).toEqual([
      name,
      `${base}${absent ? '' : '!'}`,
      [`${option.says}${sayArchitectures(option)}`, absent && option.otherwise && `Null: ${option.otherwise}.`]
        .filter(Boolean)
        .join(' '),
    ]);
  }
});

test('every option that may be asked for has a flag, and each flag fills its option', async () => {
  const command = addTrainingFlags(new Command()).exitOverride();
  const lacking = (options: Options) =>
    Object.entries(options).flatMap(([name, { asked, flag }]) => (asked !== null && flag === undefined ? [name] : []));
  expect(lacking(trainingOptions)).toEqual(['activations']);
  expect(lacking(shardOptions)).toEqual([]);
  // --model, --hookpoint and --revision serve both
  expect(lacking(modelOptions)).toEqual(['model', 'hookpoint', 'revision']);
  const values: Record<string, string> = {
    '--architecture': 'topk',
    '--name': 'x',
    '--activations': '.',
    '--provider': 'CPU',
    '--trainer': 't',
    '--seeds': '1,2',
    '--match-at': '1e3,2e3',
    '--model': 'm',
    '--revision': 'r',
    '--hookpoint': 'h',
    '--aux-k': '0.5',
  };
  const own = ['--corpus', '--model-name', '--text-tokens', '--context', '--bos'];
  const argv = command.options.flatMap(({ long, negate }) =>
    own.includes(long ?? '') ? [] : negate ? [long ?? ''] : [long ?? '', values[long ?? ''] ?? '7'],
  );
  command.parse(argv, { from: 'user' });
  const { request } = await buildTrainingRequest(command.opts<TrainingFlags>());
  expect(Object.keys(request).toSorted()).toEqual(
    Object.entries(trainingOptions as Options)
      .flatMap(([name, { asked }]) => (asked === null ? [] : [name]))
      .toSorted(),
  );
  expect(request).toMatchObject({
    architecture: 'TOPK',
    nLatents: 7,
    k: 7,
    seeds: [1, 2],
    provider: 'cpu',
    match: false,
    nulls: false,
    matchAtCheckpoints: [1000, 2000],
    auxK: { coefficient: 0.5 },
    activations: { kind: 'SHARDS', model: 'm', revision: 'r', hookpoint: 'h' },
  });
  const fromText = addTrainingFlags(new Command()).exitOverride();
  fromText.parse(
    [
      '--model',
      '.',
      '--corpus',
      '.',
      '--hookpoint',
      'h',
      '--revision',
      'r',
      '--model-name',
      'n',
      '--text-tokens',
      '1e3',
      '--context',
      '8',
      '--bos',
      'none',
      '--latents',
      '4',
      '--k',
      '1',
      '--seeds',
      '1',
    ],
    { from: 'user' },
  );
  const asked = await buildTrainingRequest(fromText.opts<TrainingFlags>());
  expect(Object.keys(asked.request.activations).toSorted()).toEqual(['kind', ...Object.keys(modelOptions)].toSorted());
  expect(asked.request).toMatchObject({ name: 'topk-n4-k1', activations: { bos: 'NONE', tokens: 1000, context: 8 } });
  expect(checkTrainingRequest(asked.request)).toMatchObject({
    architecture: 'TOPK',
    batchSize: 2048,
    dataSeed: 0,
    nulls: true,
  });
});

test('the help of a flag is the sentence of its option', () => {
  const help = addTrainingFlags(new Command()).helpInformation({ error: false }).replaceAll(/\s+/g, ' ');
  expect(help).toContain(
    "--learning-rate <number> peak learning rate (default: the paper's rule, 2e-4 / sqrt(n / 2^14))",
  );
  expect(help).toContain('--batch-size <tokens> tokens per optimiser step (default: 2048)');
});
