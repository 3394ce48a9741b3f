import { ConflictError, type Store } from '@gpii/store';

interface FilledDocument {
  readonly filledAt: string;
}

/**
 * Makes an index of what was stored before there was one: at the first look, once for a data folder. It may be cut short
 * and run again; what it creates may be there already.
 *
 * @param name - Names the index, in `core`.
 */
export function createFillOnce(
  { store, now }: { store: Store; now: () => Date },
  name: string,
  fill: () => Promise<void>,
): () => Promise<void> {
  const id = `filled:${name}`;
  let filling: Promise<void> | undefined;

  async function fillUnlessDone(): Promise<void> {
    if ((await store.core.get<FilledDocument>(id)) !== undefined) return;
    await fill();
    const done: FilledDocument = { filledAt: now().toISOString() };
    await createUnlessThere(() => store.core.create(id, done));
  }

  return () => {
    filling ??= fillUnlessDone().catch((error: unknown) => {
      filling = undefined;
      throw error;
    });
    return filling;
  };
}

/** Creates what is the same whoever creates it. */
export async function createUnlessThere(create: () => Promise<unknown>): Promise<void> {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
  }
}
