import { stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import {
  createSolutionChannels,
  JournalError,
  openJournal,
  undoAll,
  UndoError,
  withDeadlines,
  type Journal,
} from '@gpii/device';
import { buildService, type ServiceArguments } from '@gpii/service-kit';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { flowManagerService } from '../grades.ts';
import { findOwnHandlers } from '../own-handlers.ts';
import { handlersOf } from '../start-flow-manager.ts';
import { defaultStateFolder } from '../this-computer.ts';

/**
 * Puts back what a journal says was changed on this computer, with the handlers that the flow manager has.
 *
 * @param journalPath - The file, or the folder that it is in; without it, where the flow manager keeps it.
 * @returns What to print.
 * @throws StartError when the journal is not there, can't be used, or not everything could be put back.
 */
export async function restoreJournal(journalPath: string | undefined, given: ServiceArguments): Promise<string> {
  const { component, settings } = buildService(flowManagerService, given);
  const handlers = handlersOf(
    withDeadlines(findOwnHandlers(component), { ms: settings.handlerDeadlineSeconds * 1000 }),
    process.env,
    createSolutionChannels(),
  );
  const journal = await openAt(journalPath ?? settings.stateDir ?? defaultStateFolder(process.env), journalPath);
  const { length } = journal.steps();
  if (length === 0) return 'Nothing is to be put back.';
  try {
    await undoAll({ handlers, journal });
  } catch (error) {
    throw error instanceof UndoError ? explain(error, length) : error;
  }
  return length === 1 ? 'Put back 1 change.' : `Put back ${length} changes.`;
}

async function openAt(path: string, wanted: string | undefined): Promise<Journal> {
  const place = resolve(path);
  const found = await stat(place).catch(() => undefined);
  if (wanted !== undefined && (found === undefined || (found.isFile() && found.size === 0)))
    throw new StartError(`There is no journal at ${place}.`, { exitCode: EXIT.unavailable });
  const isFile = found?.isFile() === true;
  return await openJournal(isFile ? dirname(place) : place, isFile ? basename(place) : undefined).catch(
    (error: unknown) => {
      if (!(error instanceof JournalError)) throw error;
      throw new StartError(`Nothing was put back. ${error.message}`, { exitCode: EXIT.unavailable, cause: error });
    },
  );
}

function explain({ errors }: UndoError, length: number): StartError {
  const problems = errors.map((error: unknown) => (error as Error).message);
  const message = `Put back ${length - errors.length} of ${length} changes; the others stay in the journal:`;
  return new StartError(message, { exitCode: EXIT.failed, problems });
}
