import { expect, test } from 'vitest';
import { listTopTokens } from '../../../src/compute/contexts/top-tokens.ts';

test('tokens are ordered by mean activation, then by how often, then by the alphabet; silent ones are left out', () => {
  const contexts = [
    { tokens: ['a', 'b', 'c', 'd'], activations: [1, 2, 0, -1] },
    { tokens: ['a', 'b', 'e', 'f'], activations: [3, 0, 2, 0.5] },
    { tokens: ['e', '__proto__'], activations: [2, 0.5] },
  ];
  expect(listTopTokens(contexts)).toEqual([
    { token: 'a', weight: 2 },
    { token: 'e', weight: 2 },
    { token: 'b', weight: 2 },
    { token: '__proto__', weight: 0.5 },
    { token: 'f', weight: 0.5 },
  ]);
  const many = [{ tokens: Array.from({ length: 50 }, (_, i) => `t${i}`), activations: new Array(50).fill(1) }];
  expect(listTopTokens(many)).toHaveLength(20);
});
