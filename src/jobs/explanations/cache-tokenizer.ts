/** `tokenizer.json` that lies with a delphi cache -> the texts of its tokens. */
import { createHash } from 'node:crypto';
import type { ByteSource } from '../../../loaders/files/byte-source.ts';
import { checkTokenizerConfig, MAX_TOKENIZER_BYTES, parseTokenizer } from '../../../loaders/onnx/tokenizer-file.ts';
import type { LatentCache } from '../../../loaders/explanations/latent-cache-files.ts';
import { TokenTexts } from '../../compute/contexts/token-texts.ts';
import { ReseedError } from '../../errors.ts';

/** The texts and a hash of what they were made from; null where there is no tokenizer. Throws `FILE_BAD`, `MODEL_BAD`, `MODEL_UNSUPPORTED`. */
export async function readCacheTokenizer(
  tokenizer: LatentCache['tokenizer'],
): Promise<{ texts: TokenTexts; sha256: string } | null> {
  if (tokenizer === null) return null;
  const hash = createHash('sha256');
  const files = {
    tokenizer: parseTokenizer(await readHashed(tokenizer.file, hash), tokenizer.file.name),
    config:
      tokenizer.config === null ? {} : parseConfig(await readHashed(tokenizer.config, hash), tokenizer.config.name),
  };
  return { texts: new TokenTexts(files), sha256: hash.digest('hex') };
}

async function readHashed(
  file: { name: string; open(): Promise<ByteSource> },
  hash: { update(data: Uint8Array): unknown },
): Promise<Uint8Array> {
  const source = await file.open();
  try {
    if (source.size > MAX_TOKENIZER_BYTES)
      throw bad(file.name, `it has ${source.size} bytes; expected at most ${MAX_TOKENIZER_BYTES}`);
    const bytes = await source.read(0, source.size);
    hash.update(bytes);
    return bytes;
  } finally {
    await source.close();
  }
}

function parseConfig(bytes: Uint8Array, name: string): Record<string, unknown> {
  let value: unknown = null;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // told below
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw bad(name, 'it is no JSON object; expected what the tokenizers library saves');
  checkTokenizerConfig(value as Record<string, unknown>, name);
  return value as Record<string, unknown>;
}

function bad(name: string, fault: string): ReseedError {
  return new ReseedError('FILE_BAD', `Cannot read "${name}": ${fault}`, {
    hint: 'Give the tokenizer.json of the model, or remove it: token ids are shown then.',
  });
}
