import type { LocalPage } from '@gpii/pages';
import type { PageRooms } from './serve-page.ts';

/** The local page of a flow manager, which listens only while somebody uses it. */
export interface PageOnDemand {
  /** An address that lets one browser in, once. */
  makeLink(): Promise<string>;
  close(): Promise<void>;
}

/** Begins with no listener; what draws pages is loaded by the first who asks. */
export function createPageOnDemand(rooms: PageRooms): PageOnDemand {
  let current: Promise<LocalPage> | undefined;
  const open = async (): Promise<LocalPage> => {
    const { servePage } = await import('./serve-page.ts');
    const page = await servePage(rooms);
    void page.ended.then(() => {
      current = undefined;
    });
    return page;
  };
  return {
    makeLink: async () => {
      current ??= open();
      try {
        return (await current).makeLink();
      } catch (error) {
        current = undefined;
        throw error;
      }
    },
    close: async () => {
      const page = await current;
      page?.stop();
      await page?.ended;
    },
  };
}
