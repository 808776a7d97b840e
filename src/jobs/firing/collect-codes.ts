/** Tokens -> the codes of several dictionaries on them, held whole: each token is encoded once, for however many pairs. */
import type { SpaceRow } from '../../../db/stores/catalogue.ts';
import type { DictionaryRow } from '../../../db/stores/dictionaries.ts';
import { type Encoder, openEncoder } from '../../compute/encoding/encoder.ts';
import { CodeStore } from '../../compute/firing/code-store.ts';
import { ReseedError } from '../../errors.ts';
import { readEncoder } from '../contexts/read-encoder.ts';
import type { TaskContext } from '../worker/task.ts';
import type { OpenTokens } from './open-tokens.ts';

/** Of a worker's memory, what codes may take; sums of a pair may take as much. */
const CODES_SHARE = 0.4;

/** Bytes that the codes of all dictionaries of a job may take. */
export function allowCodes({ memoryMb }: { memoryMb: number }): number {
  return CODES_SHARE * memoryMb * 2 ** 20;
}

export interface CollectedCodes {
  /** One of each dictionary. */
  readonly codes: readonly CodeStore[];
  readonly tokens: number;
  /** Number of the document of each token; null where nobody knows. [tokens] */
  readonly documents: Int32Array | null;
}

/** Encodes all tokens. Throws `BAD_INPUT` without a token, and `TOO_LARGE_TO_MATCH`. */
export async function collectCodes(
  context: Pick<TaskContext, 'db' | 'settings' | 'signal' | 'progress'>,
  of: { source: OpenTokens; dictionaries: readonly DictionaryRow[]; space: SpaceRow },
): Promise<CollectedCodes> {
  const { source, dictionaries, space } = of;
  const maxBytes = allowCodes(context.settings) / dictionaries.length;
  const { threads, executionProvider: provider } = context.settings;
  const encoders: Encoder[] = [];
  const codes = dictionaries.map(() => new CodeStore({ maxBytes }));
  const documents: Int32Array[] = [];
  let tokens = 0;
  try {
    for (const dictionary of dictionaries) {
      const { encoder } = await readEncoder(context.db, { dictionary, space });
      encoders.push(await openEncoder(encoder, { threads, provider }));
    }
    for await (const batch of source.start({ threads, signal: context.signal })) {
      for (const [at, encoder] of encoders.entries()) {
        context.signal.throwIfAborted();
        codes[at].append(await encoder.encode(batch.x));
      }
      tokens += batch.count;
      if (batch.documents !== null) documents.push(batch.documents);
      context.progress({ step: 'encoding', done: tokens, total: source.expected ?? tokens, unit: 'tokens' });
    }
  } finally {
    for (const encoder of encoders) await encoder.close();
  }
  if (tokens === 0)
    throw new ReseedError('BAD_INPUT', 'Cannot encode: the text has no token; expected some text', {
      hint: 'Give another corpus.',
    });
  return { codes, tokens, documents: documents.length === 0 ? null : joinParts(documents, tokens) };
}

function joinParts(parts: readonly Int32Array[], length: number): Int32Array {
  const whole = new Int32Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
