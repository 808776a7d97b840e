/** LabelDisagreement. */
import type { LabelDisagreementResolvers } from '../generated/types.ts';
import { sharedPairResolvers } from './shared-pair.ts';

/** A pair with one number more. */
export const labelDisagreementResolvers: LabelDisagreementResolvers = { ...sharedPairResolvers };
