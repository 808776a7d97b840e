/** Reads the README's examples: the query in each `graphql` block and the answer in the `json` block that follows it. */
import { readFileSync } from 'node:fs';

export function readReadmeExamples(): { query: string; answer: unknown }[] {
  const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const examples = text.matchAll(/```graphql\n([\s\S]*?)```[\s\S]*?```json\n([\s\S]*?)```/g);
  return Array.from(examples, ([, query, answer]) => ({ query, answer: JSON.parse(answer) }));
}

/** The first of them. */
export function readReadmeExample(): { query: string; answer: unknown } {
  const [first] = readReadmeExamples();
  if (first === undefined) throw new Error('README.md has no graphql block followed by a json block');
  return first;
}

/** `value` with every fractional number rounded to six digits: what the README prints. */
export function roundFractions(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toFixed(6));
  if (Array.isArray(value)) return value.map(roundFractions);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, roundFractions(part)]));
}
