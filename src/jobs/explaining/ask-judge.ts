/** One explanation put to a chat model: its examples in a few questions, and what became of each example. */
import type { JudgedExample } from '../../compute/explaining/binary-scores.ts';
import { buildJudgeBatches, type JudgeSettings } from '../../compute/explaining/judge-examples.ts';
import { buildJudgeQuestion, type JudgeKind, parseVerdicts } from '../../compute/explaining/judge-prompt.ts';
import type { SplitContexts } from '../../compute/explaining/seen-context.ts';
import type { ChatEndpoint } from '../chat/chat-endpoint.ts';

/** Examples judged, and those without a usable reply or with one that could not be read. */
export interface Judged {
  examples: JudgedExample[];
  failed: number;
  unparsable: number;
}

/** Null if there are not examples of both kinds; `NO_BUDGET` if not every question could be paid. */
export async function askJudge(
  endpoint: ChatEndpoint,
  of: {
    kind: JudgeKind;
    explanation: { index: number; text: string };
    contexts: SplitContexts;
    settings: JudgeSettings;
  },
): Promise<Judged | 'NO_BUDGET' | null> {
  const { kind, explanation, settings } = of;
  const batches = buildJudgeBatches(of.contexts, { latent: explanation.index, settings });
  if (batches.length === 0) return null;
  const judged: Judged = { examples: [], failed: 0, unparsable: 0 };
  for (const examples of batches) {
    const outcome = await endpoint.ask(buildJudgeQuestion({ kind, explanation: explanation.text, examples }));
    if (outcome.kind === 'NO_BUDGET') return 'NO_BUDGET';
    if (outcome.kind === 'FAILED') {
      judged.failed += examples.length;
      continue;
    }
    const verdicts = parseVerdicts(outcome.answer, examples.length);
    if (verdicts === null) judged.unparsable += examples.length;
    else
      judged.examples.push(
        ...verdicts.map((verdict, i) => {
          const { activating, context } = examples[i];
          return { activating, context, ...verdict };
        }),
      );
  }
  return judged;
}
