/** Keys of large things as text, for maps and caches. */
import type { ExplanationKey } from '../../../db/stores/explanations.ts';
import type { Key } from '../../../db/schema/key.ts';
import type { LatentKey } from '../../../db/stores/latents.ts';

/** `space:id`. */
export function keyText(key: Key): string {
  return `${key.spaceId}:${key.id}`;
}

/** `space:dictionary:index`. */
export function latentKeyText(key: LatentKey): string {
  return `${key.spaceId}:${key.dictionaryId}:${key.index}`;
}

/** `space:dictionary:index:id`. */
export function explanationKeyText(key: ExplanationKey): string {
  return `${latentKeyText(key)}:${key.id}`;
}
