/**
 * Puts explanations to the test on contexts that they were not made from: does the text tell where the latent is active?
 *
 * TOKEN_SET looks for the tokens that a list names. EMBEDDING ranks texts by their nearness to the explanation. DETECTION and FUZZ ask a chat
 * model, whose judgement of an explanation is written as soon as it is complete. What was judged by the same scorer with the same settings is
 * not judged again: a job that is killed continues with the rest.
 */
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { type ExplanationToScore, listExplanationsToScore, OWN_SOURCE } from '../../../db/stores/explanation-work.ts';
import { type NewScore, writeScores } from '../../../db/stores/explanation-writer.ts';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import type { Key } from '../../../db/schema/key.ts';
import { scoreJudgements } from '../../compute/explaining/binary-scores.ts';
import { JUDGE_PROMPT_VERSION, type JudgeKind } from '../../compute/explaining/judge-prompt.ts';
import type { JudgeSettings } from '../../compute/explaining/judge-examples.ts';
import type { SplitContexts } from '../../compute/explaining/seen-context.ts';
import { judgeByTokens, TOKEN_SET_VERSION } from '../../compute/explaining/token-judgement.ts';
import { ReseedError } from '../../errors.ts';
import { describeSpending, type JobChat, openChat } from '../chat/open-chat.ts';
import type { AboutLatents, ExplainingReport } from './asked-latents.ts';
import { askJudge, type Judged } from './ask-judge.ts';
import { getContextCollection, readSplitContexts } from './latent-contexts.ts';
import { runPool } from './run-pool.ts';
import { EMBEDDING_SCORER_VERSION, type EmbeddingScorer, openEmbeddingScorer } from './embedding-scorer.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import type { Task, TaskContext } from '../worker/task.ts';

type Payload = AboutLatents & {
  scorer: 'TOKEN_SET' | 'EMBEDDING' | 'DETECTION' | 'FUZZ';
  method: string | null;
  onlyBest: boolean;
  examplesPerQuestion: number;
};

/** Names of scorers as they are stored, and what decides their result. */
const SCORERS: Record<Payload['scorer'], { name: string; version: string; judge: JudgeKind | null }> = {
  TOKEN_SET: { name: 'token_set', version: TOKEN_SET_VERSION, judge: null },
  EMBEDDING: { name: 'embedding', version: EMBEDDING_SCORER_VERSION, judge: null },
  DETECTION: { name: 'detection', version: JUDGE_PROMPT_VERSION.detection, judge: 'detection' },
  FUZZ: { name: 'fuzz', version: JUDGE_PROMPT_VERSION.fuzz, judge: 'fuzz' },
};

/** Explanations read together; without a chat model written together, too. */
const ROWS_PER_READ = 64;

export const scoreExplanations: Task<Payload, ExplainingReport> = async (context, payload) => {
  const dictionary = { spaceId: payload.spaceId, id: payload.dictionaryId };
  const [row] = await findDictionaries(context.db, [dictionary]);
  if (!row) throw gone();
  const { name, version, judge } = SCORERS[payload.scorer];
  const chat = judge === null ? null : await openChat(context, payload.budget);
  const embedding = payload.scorer === 'EMBEDDING' ? await openEmbeddingScorer(context) : null;
  try {
    return await scoreAll(context, { payload, dictionary, name, version, judge, chat, embedding });
  } finally {
    await embedding?.close();
  }
};

/** What judges: a chat model, an embedding model, or neither. */
interface Judges {
  judge: JudgeKind | null;
  chat: JobChat | null;
  embedding: EmbeddingScorer | null;
}

async function scoreAll(
  context: TaskContext,
  of: Judges & { payload: Payload; dictionary: Key; name: string; version: string },
): ReturnType<Task<Payload, ExplainingReport>> {
  const { payload, dictionary, name, version, chat } = of;
  const collectionId = await getContextCollection(context.db, dictionary);
  const settings = { examples: payload.examples, perQuestion: chat === null ? 0 : payload.examplesPerQuestion };
  const model = chat?.settings.model ?? of.embedding?.identity.name ?? null;
  const made = fingerprint([version, model, of.embedding?.identity.version ?? null, settings, collectionId]);
  const { rows, present } = await listExplanationsToScore(context.db, {
    dictionary,
    collectionId,
    fingerprint: made,
    method: payload.method,
    onlyBest: payload.onlyBest,
    only: payload.latents,
  });
  const report: ExplainingReport = { written: 0, present, unsuitable: 0, failed: 0, unparsable: 0, leftByBudget: 0 };
  const write = async (judged: readonly [ExplanationToScore, Judged][]) => {
    if (judged.length === 0) return;
    const scores = judged.map(([{ index, id: explanationId }, found]) => ({
      ...toScore(found, { name, version, model, made }),
      index,
      explanationId,
    }));
    for (const [, { failed, unparsable }] of judged) {
      report.failed += failed;
      report.unparsable += unparsable;
      if (chat !== null) chat.spending.failed += failed;
      if (chat !== null) chat.spending.unparsable += unparsable;
    }
    await context.fenced(async (tx) => {
      await writeScores(tx, { dictionary, rows: scores, jobId: context.job.id });
      await recordAdvance(tx, context.job);
    });
    report.written += scores.length;
  };
  const step = chat === null ? ROWS_PER_READ : 2 * chat.settings.concurrency;
  for (let from = 0; from < rows.length && report.leftByBudget === 0; from += step) {
    context.signal.throwIfAborted();
    const part = rows.slice(from, from + step);
    const indexes = [...new Set(part.map(({ index }) => index))];
    const contexts = await readSplitContexts(context.db, { dictionary, collectionId, indexes });
    const judged: [ExplanationToScore, Judged][] = [];
    const failure = await runPool(part, {
      width: chat?.settings.concurrency ?? 1,
      async work(explanation) {
        const split = contexts.get(explanation.index);
        const found = split && (await judgeOne(explanation, { ...of, split, settings }));
        if (!found) report.unsuitable++;
        else if (found === 'NO_BUDGET') report.leftByBudget++;
        else if (chat === null) judged.push([explanation, found]);
        else await write([[explanation, found]]);
      },
    });
    await write(judged);
    await chat?.flush();
    if (failure !== null) throw failure.error;
    showProgress(context, { done: from + part.length, total: rows.length, chat, name });
    if (report.leftByBudget > 0) report.leftByBudget += rows.length - from - part.length;
  }
  return async () => ({ dictionary, alreadyPresent: rows.length === 0, result: report });
}

/** Null where the explanation cannot be put to this test. */
async function judgeOne(
  explanation: ExplanationToScore,
  of: Judges & { split: SplitContexts; settings: JudgeSettings },
): Promise<Judged | 'NO_BUDGET' | null> {
  const { split, settings, judge, chat, embedding } = of;
  if (embedding !== null) return embedding.judge(explanation, { contexts: split, limit: settings.examples });
  if (judge !== null && chat !== null)
    return askJudge(chat.endpoint, { kind: judge, explanation, contexts: split, settings });
  const examples = judgeByTokens(explanation, { contexts: split, limit: settings.examples });
  return examples && { examples, failed: 0, unparsable: 0 };
}

function toScore(
  { examples, failed, unparsable }: Judged,
  by: { name: string; version: string; model: string | null; made: string },
): NewScore {
  const { balancedAccuracy, auroc, aurocExamples, judged, failed: _none, ...counts } = scoreJudgements(examples);
  // Similarities rank, and decide nothing.
  const ranksOnly = by.name === SCORERS.EMBEDDING.name;
  const numbers = ranksOnly ? { aurocExamples } : { ...counts, auroc, aurocExamples };
  return {
    scorer: by.name,
    value: ranksOnly ? auroc : balancedAccuracy,
    scoringModel: by.model,
    examples: judged,
    failed,
    unparsable,
    details: { ...numbers, version: by.version },
    samples: examples,
    source: OWN_SOURCE,
    sourceId: by.made,
    madeAt: new Date(),
  };
}

function showProgress(
  context: TaskContext,
  of: { done: number; total: number; chat: JobChat | null; name: string },
): void {
  const { done, total, chat, name } = of;
  const step = chat === null ? `scoring by ${name}` : `${name} by ${chat.settings.model} (${describeSpending(chat)})`;
  context.progress({ step, done, total, unit: 'explanations' });
}

function gone(): ReseedError {
  return new ReseedError('NOT_FOUND', 'Cannot score: the dictionary has been deleted', {
    hint: 'Import it again first.',
  });
}
