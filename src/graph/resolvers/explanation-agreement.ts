/** ExplanationAgreement. */
import { compareTexts, compareVectors } from '../../analysis/labels/read-agreement.ts';
import type { ExplanationAgreementResolvers } from '../generated/types.ts';
import { listDisagreements } from '../../analysis/labels/list-disagreements.ts';

export const explanationAgreementResolvers: ExplanationAgreementResolvers = {
  text: (agreement) => compareTexts(agreement),
  embedding: (agreement, _args, context) => compareVectors(context, agreement),
  disagreements: (agreement, args) => listDisagreements(agreement, args),
};
