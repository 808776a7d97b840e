/** Where models are published, and how much may be brought from there. Made in `src/config.ts`, from the environment only. */

export interface HubSettings {
  /** Base of the hub, for example `https://huggingface.co`; without a slash at its end, user or password. */
  readonly endpoint: string;
  /** Sent to the endpoint as a bearer token, nowhere else: never stored, logged or shown. */
  readonly token: string | null;
  /** Further hosts (`name` or `name:port`; `.name` with everything below it) to which the endpoint may send a download. */
  readonly hosts: readonly string[];
  /** Folder of bytes that have arrived and are not imported yet, absolute. */
  readonly folder: string;
  /** What one import may bring. */
  readonly maxBytes: number;
  /** Longest silence of the hub, before and within an answer. */
  readonly timeoutMs: number;
  /** Sendings of one request at most, counted from the last one that brought anything. */
  readonly attempts: number;
  /** Wait before the second sending; doubled for each further one. A hub that says when to come again is obeyed, up to `maxWaitMs`. */
  readonly backoffMs: number;
  readonly maxWaitMs: number;
}
