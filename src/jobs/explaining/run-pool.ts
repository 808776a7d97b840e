/**
 * Runs `work` on every item, at most `width` at once. After an error nothing more is begun; it is returned once what was running has ended, so that
 * the caller can keep what was done before it throws.
 */
export async function runPool<Item>(
  items: readonly Item[],
  { width, work }: { width: number; work: (item: Item) => Promise<void> },
): Promise<{ error: unknown } | null> {
  let next = 0;
  const failures: { error: unknown }[] = [];
  const lane = async () => {
    while (next < items.length && failures.length === 0) {
      try {
        await work(items[next++]);
      } catch (error) {
        failures.push({ error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
  return failures[0] ?? null;
}
