import { ConflictError, type Store } from '@gpii/store';

interface FilledDocument {
  readonly filledAt: string;
}

/** An index that data folders from before it lack. */
export interface FilledIndex {
  /** Resolves when all that was stored before is in it. */
  filled(): Promise<void>;
  /** To be awaited before anything is stored that belongs into it: where that is the first, nothing has to be filled. */
  beforeStoring(): Promise<void>;
}

/**
 * Fills an index at the first look, once for a data folder. It may be cut short and run again; what it creates may be there
 * already.
 *
 * @param index - `name` names it, in `core`. `isNothingStored`: nothing is there yet that belongs into it.
 */
export function createFilledIndex(
  { store, now }: { store: Store; now: () => Date },
  { name, fill, isNothingStored }: { name: string; fill: () => Promise<void>; isNothingStored: () => Promise<boolean> },
): FilledIndex {
  const id = `filled:${name}`;
  const isFilled = async (): Promise<boolean> => (await store.core.get<FilledDocument>(id)) !== undefined;

  async function markFilled(): Promise<void> {
    const done: FilledDocument = { filledAt: now().toISOString() };
    await createUnlessThere(() => store.core.create(id, done));
  }

  return {
    filled: once(async () => {
      if (await isFilled()) return;
      await fill();
      await markFilled();
    }),
    beforeStoring: once(async () => {
      if (!(await isFilled()) && (await isNothingStored())) await markFilled();
    }),
  };
}

/** Does it once, and again only when it failed. */
function once(act: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= act().catch((error: unknown) => {
      done = undefined;
      throw error;
    });
    return done;
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
