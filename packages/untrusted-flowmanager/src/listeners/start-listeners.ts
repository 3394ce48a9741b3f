import type { Logger } from '@gpii/service-kit';
import type { KeyIns } from '../key-ins.ts';
import type { Listener, StopListening } from './listener.ts';
import { openRooms } from './open-rooms.ts';

/**
 * Starts listeners.
 *
 * @param listeners - By their names in the config.
 * @returns What ends all of them.
 * @throws what the first one threw that can't start; the others are ended again.
 */
export async function startListeners(
  listeners: ReadonlyMap<string, Listener>,
  keyIns: KeyIns,
  logger: Logger,
): Promise<() => Promise<void>> {
  const stops: StopListening[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(stops.map(async (end) => end()));
  };
  try {
    for (const [name, listener] of listeners) {
      stops.push(await listener.start(openRooms(keyIns, logger, name)));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
