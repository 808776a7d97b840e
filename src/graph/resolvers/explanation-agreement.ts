/** ExplanationAgreement. */
import { listDisagreements } from '../../analysis/labels/list-disagreements.ts';
import { compareTexts, compareVectors } from '../../analysis/labels/read-agreement.ts';
import type { ExplanationAgreementResolvers } from '../generated/types.ts';
import { MAX_PAGE_OF_LATENTS } from '../limits.ts';
import { connectRows } from '../paging/index-page.ts';

export const explanationAgreementResolvers: ExplanationAgreementResolvers = {
  text: (agreement) => compareTexts(agreement),
  embedding: (agreement, _args, context) => compareVectors(context, agreement),
  disagreements: (agreement, args) => {
    const { disagreements, ...facts } = listDisagreements(agreement, args);
    return { ...connectRows(disagreements, { args, max: MAX_PAGE_OF_LATENTS }), ...facts };
  },
};
