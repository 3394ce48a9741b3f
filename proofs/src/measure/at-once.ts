/** Enough to keep a server busy, few enough for it to answer each at once. */
const AT_ONCE = 16;

/** Asks something of each item, of several at the same time. The answers are in the order of the items. */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  ask: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await ask(item, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return results;
}
