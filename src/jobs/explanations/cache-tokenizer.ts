/** `tokenizer.json` that lies with a delphi cache -> the texts of its tokens. */
import { createHash } from 'node:crypto';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import type { LatentCache } from '../../../loaders/explanations/latent-cache-files.ts';
import { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { ReseedError } from '../../errors.ts';

/** Vocabularies of 256,000 tokens with their merges have about 35 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

/** The texts and a hash of what they were made from; null where there is no tokenizer. Throws `FILE_BAD`, `MODEL_UNSUPPORTED`. */
export async function readCacheTokenizer(
  tokenizer: LatentCache['tokenizer'],
): Promise<{ texts: TokenTexts; sha256: string } | null> {
  if (tokenizer === null) return null;
  const hash = createHash('sha256');
  const files = {
    tokenizer: await readObject(tokenizer.file, hash),
    config: tokenizer.config === null ? {} : await readObject(tokenizer.config, hash),
  };
  try {
    return { texts: new TokenTexts(files), sha256: hash.digest('hex') };
  } catch (cause) {
    throw new ReseedError(
      'MODEL_UNSUPPORTED',
      `Cannot use "${tokenizer.file.name}": ${cause instanceof Error ? cause.message : 'the tokenizer is malformed'}`,
      { hint: 'Give the tokenizer.json of the model, or remove it: token ids are shown then.', cause },
    );
  }
}

async function readObject(
  file: { name: string; open(): Promise<ByteSource> },
  hash: { update(data: Uint8Array): unknown },
): Promise<Record<string, unknown>> {
  const source = await file.open();
  try {
    if (source.size > MAX_BYTES) throw bad(file.name, `it has ${source.size} bytes; expected at most ${MAX_BYTES}`);
    const bytes = await source.read(0, source.size);
    hash.update(bytes);
    const value = parseJson(bytes);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw bad(file.name, 'it is no JSON object; expected what the tokenizers library saves');
    return value as Record<string, unknown>;
  } finally {
    await source.close();
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

function bad(name: string, fault: string): ReseedError {
  return new ReseedError('FILE_BAD', `Cannot read "${name}": ${fault}`, {
    hint: 'Give the tokenizer.json of the model, or remove it: token ids are shown then.',
  });
}
