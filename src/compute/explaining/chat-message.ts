/** What a chat model is asked, and how long its answer may be. */

export interface ChatMessage {
  readonly role: 'system' | 'user';
  readonly content: string;
}

export interface ChatQuestion {
  readonly messages: readonly ChatMessage[];
  /** Tokens of the answer at most. */
  readonly maxTokens: number;
  /** Whether log-probabilities of the answer's tokens are wanted. */
  readonly logProbabilities: boolean;
}

/** One token of an answer with the likeliest alternatives, itself among them. */
export interface AnswerToken {
  readonly token: string;
  readonly alternatives: readonly { token: string; logProbability: number }[];
}

export interface ChatAnswer {
  readonly text: string;
  /** Null where the endpoint gives none. */
  readonly tokens: readonly AnswerToken[] | null;
}
