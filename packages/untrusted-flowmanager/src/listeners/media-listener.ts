import type { Medium } from '../local/medium.ts';
import type { FoundMedium } from './find-media.ts';
import type { ListenerRooms } from './listener.ts';

/** What looking for media needs from outside. */
export interface MediaNeeds {
  readonly find: () => Promise<readonly FoundMedium[]>;
  readonly read: (folder: string) => Promise<Medium>;
}

interface KnownMedium {
  readonly version: string;
  /** Undefined where it can't be read. */
  readonly gpiiToken: string | undefined;
}

/**
 * Keys in when a token medium comes, and out when it goes away. One that is there at the start counts as coming; one whose token
 * file is written anew, as going away and coming.
 *
 * @returns Looks once. Not to be called again before it has ended.
 */
export function createMediaLook(rooms: ListenerRooms, { find, read }: MediaNeeds): () => Promise<void> {
  const known = new Map<string, KnownMedium>();
  const come = async ({ folder, version }: FoundMedium): Promise<void> => {
    const medium = await read(folder).catch((error: unknown) => {
      rooms.warn((error as Error).message);
    });
    known.set(folder, { version, gpiiToken: medium?.gpiiToken });
    if (medium !== undefined) await rooms.keyIn(medium.gpiiToken, medium.carried);
  };
  return async () => {
    const found = await find();
    const versions = new Map(found.map(({ folder, version }) => [folder, version]));
    for (const [folder, { version, gpiiToken }] of known) {
      if (versions.get(folder) === version) continue;
      known.delete(folder);
      if (gpiiToken !== undefined) await rooms.keyOut(gpiiToken);
    }
    for (const medium of found) if (!known.has(medium.folder)) await come(medium);
  };
}
