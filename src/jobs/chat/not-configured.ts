/** The refusal where no operator has configured a chat model. */
import { ReseedError } from '../../errors.ts';

/** `LLM_NOT_CONFIGURED`. */
export function notConfigured(): ReseedError {
  return new ReseedError('LLM_NOT_CONFIGURED', 'Cannot ask a chat model: none is configured here', {
    hint: 'Set RESEED_LLM_URL and RESEED_LLM_MODEL for the server and its workers (docs/explain.md, "Make explanations"), or use what needs no model: TOKENS, TOKEN_SET.',
  });
}
