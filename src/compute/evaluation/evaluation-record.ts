/** What evaluating a dictionary on tokens gave, as it is stored: figures of the passes in, JSON out. */
import { type LogitFigures, lossRecovered } from './logit-figures.ts';
import { buildDensityHistogram, type DensityHistogram, type ReconstructionFigures } from './reconstruction-figures.ts';

/** The model's predictions with something in the place of the activations. */
export interface ModelEvaluation {
  /** Tokens with a next one. */
  predicted: number;
  /** Cross-entropy of the next token, nats: as the model is, with the reconstruction, with zeros. */
  crossEntropy: number;
  crossEntropyReconstructed: number;
  crossEntropyZeros: number;
  lossRecovered: number | null;
  kl: number;
  klZeros: number;
  /** (KL with zeros - KL) / KL with zeros. */
  klScore: number | null;
  topAgreement: number;
  topAgreementZeros: number;
}

export interface EvaluationRecord extends Omit<ReconstructionFigures, 'fires'> {
  latents: number;
  density: DensityHistogram;
  /** Null where activations were given without their model. */
  model: ModelEvaluation | null;
}

/** All predictions of one pass: without a change, with the reconstruction, with zeros. */
export interface PassFigures {
  without: LogitFigures;
  reconstructed: LogitFigures;
  zeros: LogitFigures;
}

export function buildEvaluation(figures: ReconstructionFigures, passed: PassFigures | null): EvaluationRecord {
  const { fires, ...rest } = figures;
  return {
    ...rest,
    latents: fires.length,
    density: buildDensityHistogram(figures),
    model: passed && buildModelEvaluation(passed),
  };
}

function buildModelEvaluation({ without, reconstructed, zeros }: PassFigures): ModelEvaluation {
  return {
    predicted: without.predicted,
    crossEntropy: without.crossEntropy,
    crossEntropyReconstructed: reconstructed.crossEntropy,
    crossEntropyZeros: zeros.crossEntropy,
    lossRecovered: lossRecovered({
      without: without.crossEntropy,
      reconstructed: reconstructed.crossEntropy,
      zeros: zeros.crossEntropy,
    }),
    kl: reconstructed.kl,
    klZeros: zeros.kl,
    klScore: zeros.kl === 0 ? null : (zeros.kl - reconstructed.kl) / zeros.kl,
    topAgreement: reconstructed.topAgreement,
    topAgreementZeros: zeros.topAgreement,
  };
}
