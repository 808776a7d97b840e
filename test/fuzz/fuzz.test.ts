/** Spoilt files of every reader: read, or refused by a coded error. `npm run bench -- fuzz` runs as many as there is time for, and records it. */
import { expect, test } from 'vitest';
import { checkpointFormats } from '../../loaders/checkpoints/formats.ts';
import { type Finding, runInput } from './run-inputs.ts';
import { listTargets } from './targets.ts';

/** Inputs of each reader: a few seconds for all of them. */
const INPUTS = 150;
const targets = await listTargets();

test('every format of checkpoints has files to spoil', () => {
  const names = targets.map(({ name }) => name);
  expect(checkpointFormats.map(({ name }) => `checkpoint ${name}`).filter((name) => !names.includes(name))).toEqual([]);
  expect(targets.every(({ cases }) => cases.length > 0)).toBe(true);
});

test.each(targets)('$name', async (target) => {
  const findings: Finding[] = [];
  for (let input = 0; input < INPUTS; input++) {
    const finding = await runInput(target, input);
    if (finding !== null) findings.push(finding);
  }
  expect(findings).toEqual([]);
});
