/**
 * What a job may still spend. Nothing is sent before the most that it can cost has been set aside and recorded; what came back says what it did
 * cost. A reservation that was never settled (the process died) counts as spent.
 */
import type { ChatQuestion } from '../../compute/explaining/chat-message.ts';
import type { ChatLimit, ChatSettings } from './chat-settings.ts';

/** What a job has used so far. Reserved amounts belong to requests on the way. */
export interface ChatSpending {
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** In the currency of the prices; 0 without prices. */
  cost: number;
  reservedTokens: number;
  reservedCost: number;
  /** Questions without any usable reply. */
  failed: number;
  /** Replies that came and could not be read. */
  unparsable: number;
}

export const nothingSpent: ChatSpending = Object.freeze({
  requests: 0,
  promptTokens: 0,
  completionTokens: 0,
  cost: 0,
  reservedTokens: 0,
  reservedCost: 0,
  failed: 0,
  unparsable: 0,
});

/** As the endpoint counts. */
export interface TokenUsage {
  prompt: number;
  completion: number;
}

/** Set aside for one sending; to be settled once. */
export type ChatReservation = TokenUsage & { cost: number };

/** A token holds one byte of text at least, so bytes bound the tokens of a text. In addition, per message: role, marks of the chat template. */
const TOKENS_PER_MESSAGE = 32;
/** What a million tokens are priced by. */
const PRICED_TOKENS = 1_000_000;
const text = new TextEncoder();

export class ChatBudget {
  readonly spending: ChatSpending;
  readonly #limit: ChatLimit;
  readonly #prices: ChatSettings['prices'];
  readonly #record: (spending: ChatSpending) => Promise<void>;
  #last: Promise<void> = Promise.resolve();

  /** `before`: what earlier attempts of the job have used. `record` makes spending durable; it must throw if it cannot. */
  constructor(of: {
    before: ChatSpending;
    limit: ChatLimit;
    prices: ChatSettings['prices'];
    record: (spending: ChatSpending) => Promise<void>;
  }) {
    const { before } = of;
    this.#limit = of.limit;
    this.#prices = of.prices;
    this.#record = of.record;
    // Requests of a dead attempt: whether they were answered is not known.
    this.spending = {
      ...before,
      promptTokens: before.promptTokens + before.reservedTokens,
      cost: before.cost + before.reservedCost,
      reservedTokens: 0,
      reservedCost: 0,
    };
  }

  /** Sets aside the most that sending `question` can cost, durably. Null if the budget does not allow it. */
  async reserve(question: ChatQuestion): Promise<ChatReservation | null> {
    const prompt = question.messages.reduce(
      (sum, { content }) => sum + text.encode(content).length + TOKENS_PER_MESSAGE,
      TOKENS_PER_MESSAGE,
    );
    const usage = { prompt, completion: question.maxTokens };
    const reservation = { ...usage, cost: this.#costOf(usage) };
    const { spending } = this;
    const tokens = spending.promptTokens + spending.completionTokens + spending.reservedTokens;
    if (this.#limit.tokens !== null && tokens + prompt + question.maxTokens > this.#limit.tokens) return null;
    if (this.#limit.cost !== null && spending.cost + spending.reservedCost + reservation.cost > this.#limit.cost)
      return null;
    spending.requests++;
    spending.reservedTokens += prompt + question.maxTokens;
    spending.reservedCost += reservation.cost;
    await this.#write();
    return reservation;
  }

  /** Replaces a reservation by what was used; null: not known, so all of it. Durable with the next reservation or {@link flush}. */
  settle(reservation: ChatReservation, usage: TokenUsage | null): void {
    const { spending } = this;
    spending.reservedTokens -= reservation.prompt + reservation.completion;
    spending.reservedCost = Math.max(0, spending.reservedCost - reservation.cost);
    const used = usage ?? reservation;
    spending.promptTokens += used.prompt;
    spending.completionTokens += used.completion;
    spending.cost += usage === null ? reservation.cost : this.#costOf(usage);
  }

  /** Makes what was settled durable. */
  flush(): Promise<void> {
    return this.#write();
  }

  #costOf({ prompt, completion }: TokenUsage): number {
    if (this.#prices === null) return 0;
    return (prompt * this.#prices.prompt + completion * this.#prices.completion) / PRICED_TOKENS;
  }

  /** One write after the other, each with the latest numbers. */
  #write(): Promise<void> {
    const next = this.#last.then(() => this.#record({ ...this.spending }));
    this.#last = next.catch(() => {}); // whoever waits for `next` hears of it
    return next;
  }
}
