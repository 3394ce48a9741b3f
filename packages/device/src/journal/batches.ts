/**
 * Writes what is asked for together: whatever comes while a write is under way goes into the next one, in order.
 *
 * @param write - Called again only when it has ended. When it rejects, so does each item of its batch.
 */
export function createBatches<Item>(write: (items: readonly Item[]) => Promise<void>): (item: Item) => Promise<void> {
  let waiting: Item[] = [];
  let last: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return (item) => {
    waiting.push(item);
    next ??= last = last
      .catch(() => undefined)
      .then(() => {
        const items = waiting;
        waiting = [];
        next = undefined;
        return write(items);
      });
    return next;
  };
}
