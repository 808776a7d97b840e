/** Explanations, statistics and contexts for the dictionaries of the example edge. */
import type { Database } from '../../db/connect/connect.ts';
import type { DictionaryRow } from '../../db/stores/dictionaries.ts';
import { beginCollection, copyContexts, copyStatistics, publishCollection } from '../../db/stores/activation-writer.ts';
import { writeExplanations } from '../../db/stores/explanation-writer.ts';
import { exampleContext, exampleExplanation, exampleScore, exampleStatistics } from '../db/example-explanations.ts';

/** Explains all but every fifth latent of each dictionary, some of them twice, and says what they fire on. */
export async function explainExamples(db: Database, dictionaries: readonly DictionaryRow[]): Promise<void> {
  for (const dictionary of dictionaries) {
    const indexes = Array.from({ length: dictionary.nLatents }, (_, i) => i).filter((i) => i % 5 !== 4);
    await writeExplanations(db, {
      dictionary,
      jobId: null,
      rows: indexes.flatMap((index) => [
        exampleExplanation({
          index,
          text: `latent ${index} of ${dictionary.name}: ${index % 2 === 0 ? 'rivers and lakes' : 'verbs of running'}`,
          scores: [
            exampleScore({ value: 0.5 + index / 100, examples: 40 }),
            exampleScore({ scorer: 'fuzz', value: 0.9 }),
          ],
        }),
        ...(index % 3 === 0 ? [exampleExplanation({ index, text: `another word for ${index}`, method: 'other' })] : []),
      ]),
    });
    const { key } = await beginCollection(db, {
      dictionary,
      job: null,
      collection: {
        source: 'test',
        dataset: 'a corpus',
        tokens: 1000,
        contextLength: 2,
        hasTokenTexts: true,
        details: null,
        externalKey: 'example',
      },
    });
    await copyStatistics(db, {
      collection: key,
      rows: indexes.map((index) =>
        exampleStatistics({
          index,
          firingCount: index,
          firingFrequency: index / 1000,
          maxActivation: 2,
          histogramValues: [0.5, 1.5],
          histogramCounts: [index, 1],
          topTokens: [' b'],
          topTokenValues: [1.5],
        }),
      ),
    });
    await copyContexts(db, {
      collection: key,
      rows: indexes.flatMap((index) =>
        Array.from({ length: 4 }, (_, ordinal) =>
          exampleContext({ index, ordinal, activations: [0, 2 - ordinal / 4] }),
        ),
      ),
    });
    await publishCollection(db, key);
  }
}
