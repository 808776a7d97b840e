/** Which chat model an operator has configured, and within which bounds it may be used. Made in `src/config.ts`, from the environment only. */

export interface ChatSettings {
  /** Base of the API, for example `http://127.0.0.1:11434/v1`; without a slash at its end, user or password. */
  readonly baseUrl: string;
  /** The model's name at the endpoint. */
  readonly model: string;
  /** Sent as a bearer token, nowhere else: never stored, logged or shown. */
  readonly key: string | null;
  /** Requests at once. */
  readonly concurrency: number;
  /** For one request, from sending to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Sendings of one question at most. */
  readonly attempts: number;
  /** Wait before the second sending; doubled for each further one. */
  readonly backoffMs: number;
  /** Price of a million tokens in, and out, in one currency; null if it is not to be counted. */
  readonly prices: { readonly prompt: number; readonly completion: number } | null;
  /** What one job may use at most. */
  readonly budget: ChatLimit;
}

/** Null: no limit of this kind. */
export interface ChatLimit {
  readonly tokens: number | null;
  /** In the currency of the prices. */
  readonly cost: number | null;
}
