/**
 * Transcoders: dictionaries that read activations of one place and write those of another.
 *
 * Encoder rows are directions of the input, decoder rows of the output. Two transcoders between the same two places can be compared on either
 * side; a transcoder and an autoencoder cannot. So the hookpoint of a transcoder names both places, which makes it a space of its own. Where
 * the two places differ in width, only decoder rows, which live in the space of the output, are imported.
 */
import type { Guess } from './checkpoint.ts';
import type { Statement } from './identity.ts';

const ARROW = ' -> ';

/** The same statements with every hookpoint naming input and output, and saying why. `outputOf` gives the output's place for an input's. */
export function markTranscoder<S extends Statement>(
  statements: readonly S[],
  outputOf: (hookpoint: string) => string,
): S[] {
  return statements.map((statement) => {
    const hookpoint = statement.values.hookpoint;
    if (hookpoint === undefined || hookpoint === null || hookpoint.includes(ARROW)) return statement;
    const from = statement.because?.hookpoint ?? `"${hookpoint}" was stated`;
    return {
      ...statement,
      values: { ...statement.values, hookpoint: outputOf(hookpoint) },
      because: { ...statement.because, hookpoint: `${from}, and the configuration says that this is a transcoder` },
    };
  });
}

/** The hookpoint of a transcoder. */
export function transcoderHookpoint(input: string, output: string): string {
  return `${input}${ARROW}${output}`;
}

/** Why the encoder of a transcoder is left out, or null where input and output are equally wide. */
export function noteWidths(widths: { input: number; output: number }): { guess: Guess; unsupported: string } | null {
  const { input, output } = widths;
  if (input === output) return null;
  const unsupported = `its encoder reads ${input} dimensions and its decoder writes ${output}: only the decoder is kept`;
  return { guess: { field: 'encoder', value: 'left out', because: unsupported }, unsupported };
}
