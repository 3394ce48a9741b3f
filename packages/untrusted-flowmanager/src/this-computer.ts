import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  applyInstructions,
  JournalError,
  openJournal,
  toInstructions,
  undoAll,
  UndoError,
  type ComputerParts,
  type Environment,
  type Handlers,
} from '@gpii/device';
import type { Reason, SettingsAnswer } from '@gpii/protocol';
import { Refusal, transformModel, type Logger } from '@gpii/service-kit';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { PERSON_SENTENCES } from './road/person-sentences.ts';

/** The context that is on until somebody chooses another (GPII-FORMATS §3b.3). */
const FIRST_CONTEXT = 'gpii-default';

/** What key-ins do to the computer that they happen at. */
export interface ThisComputer {
  /** Puts the settings on. @throws Refusal with the person's sentence; then nothing is changed, or the log says what is. */
  apply(instructions: SettingsAnswer): Promise<void>;
  /** Puts back whatever is changed. @throws Refusal with the person's sentence; the rest is tried again at the next undo. */
  undo(): Promise<void>;
}

/** A computer to which nothing is ever done. */
export const untouchedComputer: ThisComputer = {
  apply: () => Promise.resolve(),
  undo: () => Promise.resolve(),
};

/**
 * Opens this computer, and first puts back what an earlier flow manager could not: it was killed, or the power was cut.
 *
 * @param environment - Of the person's session.
 * @param stateDir - Holds the journal; without it, the folder that XDG has for this.
 * @throws StartError when the journal can't be used.
 */
export async function openThisComputer({
  environment,
  handlers,
  stateDir,
  logger,
}: {
  environment: Environment;
  handlers: Handlers;
  stateDir: string | undefined;
  logger: Logger;
}): Promise<ThisComputer> {
  const journal = await openJournal(stateDir ?? defaultStateFolder(environment)).catch(refuseStart);
  const parts: ComputerParts = { handlers, journal, environment };
  if (journal.steps().length > 0) {
    logger.warn({ changes: journal.steps().length }, 'the last flow manager did not end; putting back what it changed');
    await undoAll(parts).catch((error: unknown) => {
      logFailure(logger, 'settings_not_restored', error);
    });
  }
  return {
    apply: async (instructions) => {
      try {
        const solutions = toInstructions(instructions, FIRST_CONTEXT, transformModel);
        const { skipped } = await applyInstructions(parts, solutions);
        logger.info({ solutions: solutions.size, changes: journal.steps().length, skipped }, 'settings applied');
      } catch (error) {
        throw refuse(logger, error instanceof UndoError ? 'settings_not_restored' : 'settings_not_applied', error);
      }
    },
    undo: async () => {
      const changes = journal.steps().length;
      if (changes === 0) return;
      try {
        await undoAll(parts);
        logger.info({ changes }, 'settings restored');
      } catch (error) {
        throw refuse(logger, 'settings_not_restored', error);
      }
    },
  };
}

/** The folder that XDG has for what a program keeps between its runs. */
export function defaultStateFolder({ XDG_STATE_HOME = '', HOME }: Environment): string {
  // What is empty counts as not set (XDG Base Directory Specification).
  const stateHome = XDG_STATE_HOME === '' ? join(HOME ?? homedir(), '.local', 'state') : XDG_STATE_HOME;
  return join(stateHome, 'gpii');
}

function refuseStart(error: unknown): never {
  const why = error instanceof JournalError ? error.message : String((error as NodeJS.ErrnoException).code ?? error);
  throw new StartError(`Cannot start gpii-flowmanager: the journal can't be used. ${why}`, {
    exitCode: EXIT.unavailable,
    cause: error,
  });
}

function refuse(logger: Logger, reason: 'settings_not_applied' | 'settings_not_restored', error: unknown): Refusal {
  logFailure(logger, reason, error);
  const message = reason === 'settings_not_applied' ? PERSON_SENTENCES.notApplied : PERSON_SENTENCES.notRestored;
  return new Refusal({ status: 500, code: reason, reason, message });
}

/** Messages of handlers name files and settings, and no values. */
function logFailure(logger: Logger, reason: Reason, error: unknown): void {
  const failures: unknown[] = error instanceof AggregateError ? error.errors : [error];
  logger.error({ reason, detail: failures.map((failure) => (failure as Error).message) }, 'this computer failed');
}
