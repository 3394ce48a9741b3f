import { openPrivately } from '../connect/open-privately.ts';
import type { CommandRooms, Report } from './command.ts';

const IDLE_MS = 15 * 60_000;

/** The same as the commands, as a page in a browser on this computer. Ends by Ctrl-C, or when nobody used it for 15 minutes. */
export async function ui(rooms: CommandRooms, flags: { readonly browser?: boolean }): Promise<Report> {
  const { serveUi } = await import('../ui/serve-ui.ts');
  const page = await serveUi(rooms, IDLE_MS);
  process.once('SIGINT', page.stop);
  process.once('SIGTERM', page.stop);
  rooms.steps.say(
    `GPII Manager is at this address, which is good once, in a browser on this computer:\n${page.oneUseLink}`,
  );
  const opened = flags.browser === false ? undefined : await openPrivately(page.oneUseLink);
  if (opened?.wasOpened === false) rooms.steps.say("Couldn't open a browser: open the address yourself.");
  await page.ended;
  await opened?.forget();
  return { json: { ui: 'ended' }, lines: ['The page is closed.'] };
}
