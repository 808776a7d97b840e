/** Sends the README's query to a running server (URL as argument) and fails unless the answer is the README's. */
import { isDeepStrictEqual } from 'node:util';
import { readPage, roundFractions } from './read-page.ts';

const blocks = await readPage('README.md');
const at = blocks.findIndex(({ language }) => language === 'graphql');
const response = await fetch(process.argv[2], {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: blocks[at].text }),
});
const got = roundFractions(await response.json());
if (!isDeepStrictEqual(got, JSON.parse(blocks[at + 1].text))) {
  process.stderr.write(`The answer is not the README's:\n${JSON.stringify(got, null, 2)}\n`);
  process.exit(1);
}
process.stdout.write("The answer is the README's.\n");
