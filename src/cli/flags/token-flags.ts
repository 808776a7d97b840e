/** The flags by which a command is told on which tokens to work: a text with its model, or a folder of activations. */
import type { Command } from 'commander';
import path from 'node:path';
import type { TokenSourceOptions } from '../../jobs/firing/token-source-request.ts';
import { resolveGivenPath } from './given-path.ts';
import { numberFlag } from './number-flag.ts';

export interface TokenFlags {
  model?: string;
  corpus?: string;
  activations?: string;
  hookpoint?: string;
  tokens?: string;
  context?: string;
}

/** What the flags name, with the folders below which that may be read. */
export type GivenTokens = TokenSourceOptions & { importRoots: string[] };

/** Adds them to a command. */
export function addTokenFlags(command: Command): Command {
  return command
    .option('--model <folder>', 'language model: model.onnx with tokenizer.json')
    .option('--corpus <file>', 'text: .jsonl with a field "text", or plain text')
    .option('--activations <folder>', 'activations that were harvested, in the place of model and text')
    .option('--hookpoint <name>', "the model's name of the hookpoint, if another")
    .option('--tokens <number>', 'tokens to read at most (default: all)')
    .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)');
}

/** The tokens that were asked for. Throws `SOURCE_NOT_FOUND`, `BAD_INPUT`. */
export async function readTokenFlags(flags: TokenFlags): Promise<GivenTokens> {
  const resolve = async (given: string | undefined) =>
    given === undefined ? undefined : resolveGivenPath(given, { to: 'read' });
  const [model, corpus, activations] = await Promise.all([flags.model, flags.corpus, flags.activations].map(resolve));
  const folders = [model, corpus, activations].filter((one) => one !== undefined).map((one) => path.dirname(one));
  return {
    model,
    corpus,
    activations,
    hookpoint: flags.hookpoint,
    tokens: numberFlag('--tokens', flags.tokens),
    context: numberFlag('--context', flags.context),
    importRoots: [...new Set(folders)],
  };
}
