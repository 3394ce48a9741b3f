import { homedir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  applyInstructions,
  JournalError,
  openJournal,
  toInstructions,
  undoAll,
  UndoError,
  type ChangedSetting,
  type ComputerParts,
  type Environment,
  type Handlers,
  type SkippedStep,
  type SolutionInstructions,
} from '@gpii/device';
import type { Reason, SettingsAnswer } from '@gpii/protocol';
import { Refusal, transformModel, type Logger } from '@gpii/service-kit';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { refuseNewlyLeftOut } from './changes/refuse-newly-left-out.ts';
import { whatIsDifferent } from './changes/what-is-different.ts';
import { DEFAULT_CONTEXT } from './default-context.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';

type Solutions = ReadonlyMap<string, SolutionInstructions>;

/** What key-ins do to the computer that they happen at. */
export interface ThisComputer {
  /** Puts the settings on. @throws Refusal with the person's sentence; then nothing is changed, or the log says what is. */
  apply(instructions: SettingsAnswer): Promise<void>;
  /**
   * Puts on what is different between instructions that are on and others.
   *
   * @param how - Whether a setting that this computer does not take is left out, as at key-in, or makes it fail.
   * @throws Refusal `settings_not_applied`: what was on is on again; `settings_not_restored`: not all of it.
   */
  change(before: SettingsAnswer, after: SettingsAnswer, how: { mayLeaveOut: boolean }): Promise<void>;
  /** What is changed now, and what it was before: for the person, in memory only. */
  changes(): readonly ChangedSetting[];
  /** What of the settings that are on this computer could not do. */
  leftOut(): readonly SkippedStep[];
  /** Puts back whatever is changed. @throws Refusal with the person's sentence; the rest is tried again at the next undo. */
  undo(): Promise<void>;
}

/** A computer to which nothing is ever done. */
export const untouchedComputer: ThisComputer = {
  apply: () => Promise.resolve(),
  change: () => Promise.resolve(),
  changes: () => [],
  leftOut: () => [],
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
  let changed: readonly ChangedSetting[] = [];
  let leftOut: readonly SkippedStep[] = [];
  /** What can't be put back is told by the log, and no longer who changed it. */
  const takeOff = async (): Promise<void> => {
    changed = [];
    leftOut = [];
    await undoAll(parts);
  };
  const putOn = async ({ solutions, unusable }: ReadAnswer): Promise<void> => {
    const applied = await applyInstructions(parts, solutions);
    const skipped = [...unusable.filter(({ solution }) => solutions.has(solution)), ...applied.skipped];
    changed = mergeChanges(changed, applied.changes);
    leftOut = [...leftOut.filter(({ solution }) => !solutions.has(solution)), ...skipped];
    logger.info({ solutions: solutions.size, changes: journal.steps().length, skipped }, 'settings applied');
  };
  return {
    apply: async (instructions) => {
      try {
        await putOn(readAnswer(instructions));
      } catch (error) {
        throw refuse(logger, error instanceof UndoError ? 'settings_not_restored' : 'settings_not_applied', error);
      }
    },
    change: async (before, after, { mayLeaveOut }) => {
      const hadLeftOut = leftOut;
      try {
        const [old, fresh] = [readAnswer(before).solutions, readAnswer(after)];
        const solutions = whatIsDifferent(old, fresh.solutions);
        if (solutions === undefined) await takeOff();
        await putOn({ ...fresh, ...(solutions !== undefined && { solutions }) });
        if (!mayLeaveOut)
          refuseNewlyLeftOut({ solutions: old, leftOut: hadLeftOut }, { solutions: fresh.solutions, leftOut });
      } catch (error) {
        throw await putOnAgain(before, error);
      }
    },
    leftOut: () => leftOut,
    changes: () => changed.filter(({ old, value }) => !isDeepStrictEqual(old, value)),
    undo: async () => {
      const changes = journal.steps().length;
      changed = [];
      leftOut = [];
      if (changes === 0) return;
      try {
        await undoAll(parts);
        logger.info({ changes }, 'settings restored');
      } catch (error) {
        throw refuse(logger, 'settings_not_restored', error);
      }
    },
  };

  /** After a change that did not work out: whatever of it is on is taken off. */
  async function putOnAgain(before: SettingsAnswer, failure: unknown): Promise<Refusal> {
    try {
      await takeOff();
      await putOn(readAnswer(before));
    } catch (error) {
      return refuse(logger, 'settings_not_restored', error);
    }
    return refuse(logger, 'settings_not_applied', failure, PERSON_SENTENCES.notChanged);
  }
}

/** What an answer means for this computer. */
interface ReadAnswer {
  readonly solutions: Solutions;
  /** What none of the rules could make of it. */
  readonly unusable: readonly SkippedStep[];
}

function readAnswer(answer: SettingsAnswer): ReadAnswer {
  const unusable: SkippedStep[] = [];
  const solutions = toInstructions(answer, DEFAULT_CONTEXT, transformModel, (rule) => unusable.push(rule));
  return { solutions, unusable };
}

/** A setting that is changed again keeps what it was at first. */
function mergeChanges(before: readonly ChangedSetting[], later: readonly ChangedSetting[]): readonly ChangedSetting[] {
  const keyOf = ({ solution, setting }: ChangedSetting): string => JSON.stringify([solution, setting]);
  const merged = new Map(before.map((change) => [keyOf(change), change]));
  for (const change of later) {
    const first = merged.get(keyOf(change));
    merged.set(keyOf(change), first === undefined ? change : { ...change, old: first.old });
  }
  return [...merged.values()];
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

const SENTENCES = {
  settings_not_applied: PERSON_SENTENCES.notApplied,
  settings_not_restored: PERSON_SENTENCES.notRestored,
} as const;

function refuse(logger: Logger, reason: keyof typeof SENTENCES, error: unknown, message?: string): Refusal {
  logFailure(logger, reason, error);
  return new Refusal({ status: 500, code: reason, reason, message: message ?? SENTENCES[reason] });
}

/** Messages of handlers name files and settings, and no values. */
function logFailure(logger: Logger, reason: Reason, error: unknown): void {
  const failures: unknown[] = error instanceof AggregateError ? error.errors : [error];
  logger.error({ reason, detail: failures.map((failure) => (failure as Error).message) }, 'this computer failed');
}
