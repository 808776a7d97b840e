/** `contrast`: checks the question, has both sets of texts encoded, and asks which latents tell them apart. */
import { buildCriterion } from '../analysis/build-criterion.ts';
import { checkRange } from '../analysis/check-range.ts';
import { contrastFeatures } from '../analysis/encoding/contrasted-features.ts';
import { found } from '../analysis/stored-rows.ts';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import { listAskedDictionaries } from './encode.ts';
import type { ContrastInput } from './generated/types.ts';
import { MAX_TEXTS_CONTRASTED } from './limits.ts';
import type { ContrastedTextsValue } from './object-values.ts';

/** Below two texts nothing has a spread. */
const LEAST_TEXTS = 2;

/** The answer. Throws as `encodeAsked`. */
export async function contrastAsked(context: GraphContext, asked: ContrastInput): Promise<ContrastedTextsValue> {
  const criterion = buildCriterion(asked.criterion);
  const { positive, negative, model, hookpoint } = asked;
  for (const [name, texts] of Object.entries({ positive, negative })) {
    checkRange(`number of ${name} texts`, texts.length, { min: LEAST_TEXTS, max: MAX_TEXTS_CONTRASTED });
    const empty = texts.findIndex((text) => text.trim() === '');
    if (empty >= 0)
      throw new ReseedError(
        'BAD_INPUT',
        `Cannot contrast with ${name} text ${empty}: it is empty; expected some text`,
        {
          hint: 'Leave it out.',
        },
      );
  }
  const dictionaries = await listAskedDictionaries(context, asked);
  const space = found(await context.batches.spaces.load(dictionaries[0].spaceId), 'space');
  const documents = [...positive, ...negative];
  const input = { documents, model: model ?? null, hookpoint: hookpoint ?? null, context: asked.context ?? null };
  const encoded = await context.encodeTokens({ space, dictionaries, input }, context.signal);
  const [positives, negatives] = [positive.length, negative.length];
  const contrast = await contrastFeatures(context, { encoded, dictionaries, criterion, positives, negatives });
  return { dictionaries, criterion, encoded, contrast, positives, negatives };
}
