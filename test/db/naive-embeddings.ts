/** The naive oracle of stored vectors: one plain statement per explanation, read as text. */
import type { Session } from '../../db/connect/connect.ts';

/** The vectors of explanations under one embedder; null where there is none. */
export async function readEmbeddings(
  s: Session,
  of: {
    keys: readonly { spaceId: number; dictionaryId: number; index: number; id: number }[];
    embedderId: number;
  },
): Promise<(number[] | null)[]> {
  const vectors: (number[] | null)[] = [];
  for (const { spaceId, dictionaryId, index, id } of of.keys) {
    const [row] = await s.query<{ text: string }>(
      `select vector::text as text from explanation_embeddings
       where space_id = $1 and dictionary_id = $2 and index = $3 and explanation_id = $4 and embedder_id = $5`,
      [spaceId, dictionaryId, index, id, of.embedderId],
    );
    vectors.push(row ? (JSON.parse(row.text) as number[]) : null);
  }
  return vectors;
}
