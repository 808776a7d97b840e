/** Reads the README's example: the query in its first `graphql` block and the answer in the `json` block that follows it. */
import { readFileSync } from 'node:fs';

export function readReadmeExample(): { query: string; answer: unknown } {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const query = /```graphql\n([\s\S]*?)```/.exec(text)?.[1];
  const answer = /```json\n([\s\S]*?)```/.exec(text)?.[1];
  if (!query || !answer) throw new Error('README.md has no graphql block followed by a json block');
  return { query, answer: JSON.parse(answer) };
}

/** `value` with every fractional number rounded to six digits: what the README prints. */
export function roundFractions(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toFixed(6));
  if (Array.isArray(value)) return value.map(roundFractions);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, roundFractions(part)]));
}
