import { serveLocalPage, type LocalVisit } from '@gpii/pages';
import { infusionFolder } from '@gpii/service-kit/cli';
import { endUnused } from '../cloud/hand-over.ts';
import type { CommandRooms } from '../commands/command.ts';
import { failedPage } from './told-pages.tsx';
import { takeCallback, UI_ROUTES, wordsOf, type UiRooms } from './ui-routes.ts';
import { toUiVisit, UI_WORDS } from './ui-visit.ts';

/** The local page, listening. */
export interface LocalPage {
  /** Good once: it lets one browser in. */
  readonly oneUseLink: string;
  /** Resolves when nobody has used the page for so long, or `stop` was called. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

/**
 * Serves the local page of GPII Manager to the one browser that opens the link.
 *
 * @param idleMs - It stops when nobody asked for anything for so long.
 */
export async function serveUi(commandRooms: CommandRooms, idleMs: number): Promise<LocalPage> {
  const rooms: UiRooms = { ...commandRooms, port: () => page.port };
  const page = await serveLocalPage({
    cookieName: 'gpii_manager',
    idleMs,
    infusionFolder,
    frame: (language) => {
      const { siteName, onComputer, navigation } = UI_WORDS[language];
      return {
        siteName,
        organisation: onComputer(commandRooms.settings.computerName),
        navigation: [
          { path: '/', text: navigation.here },
          { path: '/doctor', text: navigation.doctor },
          { path: '/log', text: navigation.log },
        ],
      };
    },
    routes: Object.fromEntries(
      Object.entries(UI_ROUTES).map(([name, route]) => [name, (visit: LocalVisit) => route(toUiVisit(visit), rooms)]),
    ),
    failed: (visit, error) => ({ page: failedPage(toUiVisit(visit), wordsOf(error)), status: 502 }),
    tellError: (error) => {
      process.stderr.write(`The page could not be shown: ${error instanceof Error ? error.message : String(error)}\n`);
    },
    callback: {
      take: (query) => takeCallback(rooms, query),
      words: (visit) => toUiVisit(visit).words,
    },
  });
  // Nobody said whether to use what was approved.
  const ended = page.ended.then(async () => {
    if (rooms.handedOver !== undefined)
      await endUnused(rooms.settings.cloudUrl, rooms.handedOver).catch(() => undefined);
  });
  return { oneUseLink: page.makeLink(), ended, stop: page.stop };
}
