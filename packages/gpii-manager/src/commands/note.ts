import { noteChange, type Change } from '../record/change-record.ts';
import type { CommandRooms } from './command.ts';

/** Notes what was done. Where that fails, it is said, and what was done stays done. */
export async function note(
  { settings, steps }: CommandRooms,
  change: Pick<Change, 'what' | 'credential'>,
): Promise<void> {
  await noteChange(settings.recordFile, change).catch((error: unknown) => {
    steps.say(`This could not be noted in ${settings.recordFile}: ${(error as Error).message}.`);
  });
}
