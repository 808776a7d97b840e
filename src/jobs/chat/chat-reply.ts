/**
 * The body of a reply of `/chat/completions`, as OpenAI documents it and vLLM, Ollama and llama.cpp answer it -> answer and usage.
 *
 * What a server sends is untrusted: unknown fields are ignored, and what is missing or of another kind makes the reply unusable.
 */
import * as v from 'valibot';
import type { ChatAnswer } from '../../compute/explaining/chat-message.ts';
import type { TokenUsage } from './chat-budget.ts';

/** More tokens than any request of ours can use: a count above it is no count. */
const MAX_TOKENS = 100_000_000;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(MAX_TOKENS));
const scored = v.object({ token: v.string(), logprob: v.pipe(v.number(), v.finite()) });
const reply = v.object({
  choices: v.pipe(
    v.array(
      v.object({
        message: v.object({ content: v.nullish(v.string(), '') }),
        finish_reason: v.nullish(v.string()),
        logprobs: v.nullish(
          v.object({
            content: v.nullish(v.array(v.object({ token: v.string(), top_logprobs: v.nullish(v.array(scored), []) }))),
          }),
        ),
      }),
    ),
    v.minLength(1),
  ),
  usage: v.nullish(v.object({ prompt_tokens: count, completion_tokens: v.nullish(count, 0) })),
});

/** Null for a body that is no such reply. A usage that cannot be read is null: the reply itself may still be good. */
export function parseChatReply(body: string): { answer: ChatAnswer; usage: TokenUsage | null; cut: boolean } | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = v.safeParse(reply, value);
  if (!parsed.success) {
    const without = v.safeParse(v.omit(reply, ['usage']), value);
    return without.success ? { ...readChoice(without.output.choices[0]), usage: null } : null;
  }
  const { choices, usage } = parsed.output;
  return {
    ...readChoice(choices[0]),
    usage: usage ? { prompt: usage.prompt_tokens, completion: usage.completion_tokens } : null,
  };
}

type Choice = v.InferOutput<typeof reply>['choices'][number];

function readChoice({ message, finish_reason, logprobs }: Choice): { answer: ChatAnswer; cut: boolean } {
  const tokens =
    logprobs?.content?.map(({ token, top_logprobs }) => ({
      token,
      alternatives: top_logprobs.map(({ token: alternative, logprob }) => ({
        token: alternative,
        logProbability: logprob,
      })),
    })) ?? null;
  return { answer: { text: message.content, tokens }, cut: finish_reason === 'length' };
}
