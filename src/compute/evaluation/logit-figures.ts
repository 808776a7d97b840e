/**
 * What a change inside a model does to its predictions: logits without and with the change in, sums over tokens out.
 *
 * SAELens's definitions (`get_recons_loss` with BOS among `ignore_tokens`): cross-entropy of the next token, over tokens that are not BOS and have a
 * next one in their window; KL(without || with) over tokens that are not BOS.
 */

/** Logits [b, s, vocabulary] of windows that are padded on the right. */
export interface WindowLogits {
  readonly values: Float32Array;
  readonly vocabulary: number;
}

/** The tokens of a batch. */
export interface WindowTokens {
  readonly s: number;
  /** [b, s] */
  readonly ids: BigInt64Array;
  /** [b] */
  readonly lengths: Int32Array;
  /** Tokens at the beginning of each window that are not counted: 1 where it has a BOS. [b] */
  readonly skipped: Int32Array;
}

/** Means over the tokens. */
export interface LogitFigures {
  /** Tokens with a next one, and tokens. */
  readonly predicted: number;
  readonly tokens: number;
  readonly crossEntropy: number;
  /** KL divergence from the predictions without the change, in nats. */
  readonly kl: number;
  /** Fraction of tokens of which the most probable next token stays the same. */
  readonly topAgreement: number;
}

/** Log of the sum of exponentials of one row, and its largest entry. */
interface RowScale {
  logSum: number;
  largest: number;
}

function scaleRow(values: Float32Array, from: number, vocabulary: number): RowScale {
  let largest = from;
  for (let at = from + 1; at < from + vocabulary; at++) if (values[at] > values[largest]) largest = at;
  let sum = 0;
  for (let at = from; at < from + vocabulary; at++) sum += Math.exp(values[at] - values[largest]);
  return { logSum: values[largest] + Math.log(sum), largest: largest - from };
}

export class LogitSums {
  #predicted = 0;
  #tokens = 0;
  #crossEntropy = 0;
  #kl = 0;
  #agreeing = 0;

  /** Logits without the change and with it, of the same tokens. */
  add(without: WindowLogits, changed: WindowLogits, { s, ids, lengths, skipped }: WindowTokens): void {
    const { vocabulary } = without;
    for (let row = 0; row < lengths.length; row++) {
      for (let i = skipped[row]; i < lengths[row]; i++) {
        const at = (row * s + i) * vocabulary;
        const before = scaleRow(without.values, at, vocabulary);
        const after = scaleRow(changed.values, at, vocabulary);
        this.#tokens++;
        if (before.largest === after.largest) this.#agreeing++;
        let kl = 0;
        for (let z = at; z < at + vocabulary; z++) {
          const logP = without.values[z] - before.logSum;
          kl += Math.exp(logP) * (logP - (changed.values[z] - after.logSum));
        }
        this.#kl += kl;
        if (i + 1 >= lengths[row]) continue;
        this.#predicted++;
        this.#crossEntropy += after.logSum - changed.values[at + Number(ids[row * s + i + 1])];
      }
    }
  }

  /** Null before any token that has a next one. */
  finish(): LogitFigures | null {
    const [predicted, tokens] = [this.#predicted, this.#tokens];
    if (predicted === 0) return null;
    return {
      predicted,
      tokens,
      crossEntropy: this.#crossEntropy / predicted,
      kl: this.#kl / tokens,
      topAgreement: this.#agreeing / tokens,
    };
  }
}

/** (CE with zeros - CE with the reconstruction) / (CE with zeros - CE without a change); null where zeros do no harm. */
export function lossRecovered(of: { without: number; reconstructed: number; zeros: number }): number | null {
  const harm = of.zeros - of.without;
  return harm === 0 ? null : (of.zeros - of.reconstructed) / harm;
}
