import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { exampleExplanation, exampleScore } from '../db/example-explanations.ts';
import { dictionaryId, type Edge, latentId, N, openExampleEdge } from './example-edge.ts';

let edge: Edge;
beforeAll(async () => {
  edge = await openExampleEdge();
});
afterAll(() => edge.close());

const PARTNERS = `partners(criterion: { threshold: 0.5 }) {
  shared agree explanation { text } dictionary { name } decoder { cosine latent { index } } encoder { cosine latent { index } } }`;
const BORROWED = `borrowedExplanation(criterion: { threshold: 0.5 }) {
  explanation { text score scorer } latent { index } dictionary { name initSeed } matching { measure }
  decoderCosine encoderCosine candidates criterion { definition threshold } statement }`;

interface Partner {
  shared: boolean;
  explanation: { text: string } | null;
  dictionary: { name: string };
  decoder: { cosine: number; latent: { index: number } };
  encoder: { cosine: number };
}

async function ask(index: number, fields: string) {
  const query = `query ($id: ID!) { latent(id: $id) { index ${fields} } }`;
  return (await edge.data(query, { id: latentId(edge.seeds[0], index) })).latent;
}

/** A latent of the first seed that both other seeds share, and one that exactly one of them does. */
async function findExamples(): Promise<{ both: number; one: number; none: number }> {
  const { dictionary } = await edge.data(
    `query ($id: ID!) { dictionary(id: $id) { latents(first: ${N}) { nodes { index ${PARTNERS} } } } }`,
    { id: dictionaryId(edge.seeds[0]) },
  );
  const withShared = (count: number): number =>
    dictionary.latents.nodes.find(
      ({ partners }: { partners: Partner[] }) => partners.filter(({ shared }) => shared).length === count,
    ).index;
  return { both: withShared(2), one: withShared(1), none: withShared(0) };
}

const explain = (seed: number, index: number, parts: { text: string; scorer?: string; value?: number }) =>
  writeExplanations(edge.db, {
    dictionary: edge.seeds[seed],
    jobId: null,
    rows: [
      exampleExplanation({
        index,
        text: parts.text,
        scores:
          parts.value === undefined ? [] : [exampleScore({ scorer: parts.scorer ?? 'detection', value: parts.value })],
      }),
    ],
  });

test('a latent borrows from the accepted partner whose explanation is the best, and only while it has none', async () => {
  const { both, one, none } = await findExamples();
  const partners: Partner[] = (await ask(both, PARTNERS)).partners;
  const [second, third] = partners.map(({ decoder }) => decoder);
  const text = async () => (await ask(both, BORROWED)).borrowedExplanation?.explanation.text ?? null;
  expect(await text()).toBeNull();

  // without scores the higher cosine decides
  await explain(1, second.latent.index, { text: 'of the second' });
  await explain(2, third.latent.index, { text: 'of the third' });
  expect(second.cosine).not.toBe(third.cosine);
  expect(await text()).toBe(second.cosine > third.cosine ? 'of the second' : 'of the third');
  // a score beats none, a more trusted scorer a higher value, a higher value of the same scorer a lower one
  await explain(1, second.latent.index, { text: 'second, fuzz', scorer: 'fuzz', value: 0.99 });
  expect(await text()).toBe('second, fuzz');
  await explain(2, third.latent.index, { text: 'third, detection', value: 0.6 });
  expect(await text()).toBe('third, detection');
  await explain(1, second.latent.index, { text: 'second, detection', value: 0.7 });
  const { borrowedExplanation } = await ask(both, BORROWED);
  expect(borrowedExplanation).toMatchObject({
    explanation: { text: 'second, detection', score: 0.7, scorer: 'detection' },
    latent: { index: second.latent.index },
    dictionary: { name: 'example/2', initSeed: '2' },
    matching: { measure: 'COSINE' },
    candidates: 2,
    criterion: { definition: 'BOTH_AGREE', threshold: 0.5 },
  });
  expect(borrowedExplanation.decoderCosine).toBeCloseTo(second.cosine, 12);
  expect(borrowedExplanation.encoderCosine).toBeCloseTo(partners[0].encoder.cosine, 12);
  expect(borrowedExplanation.statement).toMatch(/^Borrowed: .*never tested on this latent.*>= 0.5/);

  // partners carry their labels
  const labels = (await ask(both, PARTNERS)).partners.map(({ explanation }: Partner) => explanation?.text);
  expect(labels).toEqual(['second, detection', 'third, detection']);

  // its own explanation ends the borrowing
  await explain(0, both, { text: 'its own' });
  expect(await text()).toBeNull();

  // a partner that is not accepted lends nothing, though its label is shown next to it
  for (const index of [one, none]) {
    const rejected = (await ask(index, PARTNERS)).partners.filter(({ shared }: Partner) => !shared);
    for (const { dictionary, decoder } of rejected) {
      const seed = edge.seeds.findIndex(({ name }) => name === dictionary.name);
      await explain(seed, decoder.latent.index, { text: `rejected ${index} ${seed}`, value: 1 });
    }
    const latent = await ask(index, `${PARTNERS} ${BORROWED}`);
    const shown = latent.partners.filter(({ shared }: Partner) => !shared);
    expect(shown.every(({ explanation }: Partner) => explanation?.text.startsWith(`rejected ${index}`))).toBe(true);
    expect(latent.borrowedExplanation).toBeNull();
  }
});

test('the label of a partner follows the side that the definition names it by', async () => {
  const fields = (definition: string) =>
    `partners(criterion: { definition: ${definition} }) { explanation { text } encoder { latent { explanation { text } } } candidates(first: 1) { latent { explanation { text } } } }`;
  for (let index = 0; index < N; index++) await explain(1, index, { text: `latent ${index}`, value: 0.95 });
  for (let index = 0; index < N; index += 5) {
    const [byEncoder] = (await ask(index, fields('ENCODER'))).partners;
    expect(byEncoder.explanation).toEqual(byEncoder.encoder.latent.explanation);
    const [nearest] = (await ask(index, fields('MAX_COSINE'))).partners;
    expect(nearest.explanation).toEqual(nearest.candidates[0]?.latent.explanation ?? null);
  }
});
