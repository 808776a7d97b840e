/** Sends the README's query to a running server (URL as argument) and fails unless the answer is the README's. */
import { isDeepStrictEqual } from 'node:util';
import { readReadmeExample, roundFractions } from './readme-example.ts';

const { query, answer } = readReadmeExample();
const response = await fetch(process.argv[2], {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query }),
});
const got = roundFractions(await response.json());
if (!isDeepStrictEqual(got, answer)) {
  process.stderr.write(`The answer is not the README's:\n${JSON.stringify(got, null, 2)}\n`);
  process.exit(1);
}
process.stdout.write("The answer is the README's.\n");
