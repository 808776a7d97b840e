/**
 * Explains latents from their contexts: by tokens, without a model, or by asking a chat model.
 *
 * An answer is written as soon as it is there, so that a job that is killed, cancelled or fails has lost what was on the way and nothing else;
 * the next attempt, or the same request, continues with the rest. Latents without a usable answer are counted and asked again by the next request.
 */
import { findDictionaries } from '../../../db/stores/dictionaries.ts';
import { listLatentsToExplain, OWN_SOURCE } from '../../../db/stores/explanation-work.ts';
import { type NewExplanation, writeExplanations } from '../../../db/stores/explanation-writer.ts';
import { recordAdvance } from '../../../db/stores/job-runs.ts';
import {
  EXPLAIN_PROMPT_VERSION,
  buildExplainQuestion,
  parseExplanation,
} from '../../compute/explaining/explain-prompt.ts';
import { pickEvenly, type SeenContext, type SplitContexts } from '../../compute/explaining/seen-context.ts';
import { explainByTokens, TOKENS_VERSION } from '../../compute/explaining/token-explanation.ts';
import { ReseedError } from '../../errors.ts';
import { describeSpending, type JobChat, openChat } from '../chat/open-chat.ts';
import type { AboutLatents, ExplainingReport } from './asked-latents.ts';
import { getContextCollection, readSplitContexts } from './latent-contexts.ts';
import { runPool } from './run-pool.ts';
import { fingerprint } from '../queue/fingerprint.ts';
import type { Task, TaskContext } from '../worker/task.ts';

/** Latents read together; for a chat model, a few rounds of what it answers at once. */
const LATENTS_PER_READ = 64;
const ROUNDS_PER_READ = 4;

/** What a part of the latents is explained with. */
interface Explaining {
  contexts: ReadonlyMap<number, SplitContexts>;
  payload: { examples: number };
  report: ExplainingReport;
  /** Makes explanations durable and counts them. */
  write(found: readonly Pick<NewExplanation, 'index' | 'text' | 'details'>[]): Promise<void>;
}

export const explainLatents: Task<AboutLatents & { explainer: 'TOKENS' | 'LLM' }, ExplainingReport> = async (
  context,
  payload,
) => {
  const dictionary = { spaceId: payload.spaceId, id: payload.dictionaryId };
  const [row] = await findDictionaries(context.db, [dictionary]);
  if (!row) throw gone();
  const chat = payload.explainer === 'LLM' ? await openChat(context, payload.budget) : null;
  const collectionId = await getContextCollection(context.db, dictionary);
  const version = chat === null ? TOKENS_VERSION : EXPLAIN_PROMPT_VERSION;
  const made = fingerprint([version, chat?.settings.model ?? null, payload.examples, collectionId]);
  const { indexes, present } = await listLatentsToExplain(context.db, {
    dictionary,
    collectionId,
    fingerprint: made,
    only: payload.latents,
  });
  const report: ExplainingReport = { ...nothingDone, present };
  const common = {
    method: chat === null ? 'tokens' : 'llm',
    explainerModel: chat?.settings.model ?? null,
    promptVersion: version,
    author: null,
    source: OWN_SOURCE,
    sourceId: made,
    scores: [],
  };
  const write: Explaining['write'] = async (found) => {
    const madeAt = new Date();
    const rows = found.map(({ index, ...explained }) => ({ ...common, ...explained, index, madeAt }));
    await context.fenced(async (tx) => {
      await writeExplanations(tx, { dictionary, rows, jobId: context.job.id });
      await recordAdvance(tx, context.job);
    });
    report.written += rows.length;
  };
  const step = chat === null ? LATENTS_PER_READ : chat.settings.concurrency * ROUNDS_PER_READ;
  for (let from = 0; from < indexes.length && report.leftByBudget === 0; from += step) {
    context.signal.throwIfAborted();
    const part = indexes.slice(from, from + step);
    const contexts = await readSplitContexts(context.db, { dictionary, collectionId, indexes: part });
    const explaining = { contexts, payload, report, write };
    if (chat === null) await explainAll(explaining);
    else await askAll(chat, explaining);
    showProgress(context, { done: from + part.length, total: indexes.length, chat });
    if (report.leftByBudget > 0) report.leftByBudget += indexes.length - from - part.length;
  }
  return async () => ({ dictionary, alreadyPresent: indexes.length === 0, result: report });
};

const nothingDone: ExplainingReport = {
  written: 0,
  present: 0,
  unsuitable: 0,
  failed: 0,
  unparsable: 0,
  leftByBudget: 0,
};

async function explainAll({ contexts, payload, report, write }: Explaining): Promise<void> {
  const found = [...contexts].flatMap(([index, { explaining }]) => {
    const shown = chooseExamples(explaining, payload.examples);
    const explanation = explainByTokens(shown);
    if (explanation === null) {
      report.unsuitable++;
      return [];
    }
    const { text, tokens, activatingTokens } = explanation;
    return [{ index, text, details: { tokens, activatingTokens, contexts: shown.length } }];
  });
  await write(found);
}

async function askAll(chat: JobChat, { contexts, payload, report, write }: Explaining): Promise<void> {
  const failure = await runPool([...contexts], {
    width: chat.settings.concurrency,
    async work([index, { explaining }]) {
      const shown = chooseExamples(explaining, payload.examples);
      if (shown.length === 0) {
        report.unsuitable++;
        return;
      }
      const outcome = await chat.endpoint.ask(buildExplainQuestion(shown));
      if (outcome.kind === 'NO_BUDGET') {
        report.leftByBudget++;
        return;
      }
      const text = outcome.kind === 'ANSWER' ? parseExplanation(outcome.answer.text) : null;
      if (text !== null) {
        await write([{ index, text, details: { contexts: shown.length } }]);
      } else if (outcome.kind === 'ANSWER') {
        report.unparsable++;
        chat.spending.unparsable++;
      } else {
        report.failed++;
        chat.spending.failed++;
      }
    },
  });
  await chat.flush();
  if (failure !== null) throw failure.error;
}

/** Half of the limit for the strongest, the rest spread over the quantiles; what one half leaves the other may have. */
function chooseExamples(explaining: readonly SeenContext[], limit: number): SeenContext[] {
  const top = explaining.filter(({ kind }) => kind === 'TOP');
  const others = explaining.filter(({ kind }) => kind !== 'TOP');
  const forTop = Math.min(top.length, Math.max(Math.ceil(limit / 2), limit - others.length));
  return [...top.slice(0, forTop), ...pickEvenly(others, limit - forTop)];
}

function showProgress(
  context: TaskContext,
  { done, total, chat }: { done: number; total: number; chat: JobChat | null },
): void {
  const step = chat === null ? 'explaining by tokens' : `asking ${chat.settings.model} (${describeSpending(chat)})`;
  context.progress({ step, done, total, unit: 'latents' });
}

function gone(): ReseedError {
  return new ReseedError('NOT_FOUND', 'Cannot explain: the dictionary has been deleted', {
    hint: 'Import it again first.',
  });
}
