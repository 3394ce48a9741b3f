import { typeOfAction } from '../actions/action.ts';
import type { Handlers } from '../handlers/built-in-handlers.ts';
import { DeadlineError } from '../handlers/limit-call.ts';
import type { JournalStep } from '../journal/journal.ts';
import { switchTo } from '../launch/switch-to.ts';
import type { ComputerParts } from './computer-parts.ts';

/** What could not be put back: it stays in the journal, and is tried again at the next undo. */
export class UndoError extends AggregateError {
  override readonly name = 'UndoError';
}

/**
 * Undoes all that is in the journal, the last change first, and closes it. One that fails does not stop the others; a handler that
 * does not answer is not asked for its others: they would wait as long each, and a flow manager that stops has not the time.
 *
 * @throws UndoError
 */
export async function undoAll({ handlers, journal }: Pick<ComputerParts, 'handlers' | 'journal'>): Promise<void> {
  const failures: unknown[] = [];
  const hanging = new Map<string, DeadlineError>();
  for (const step of journal.steps().toReversed()) {
    try {
      const hung = typesIn(step).flatMap((type) => hanging.get(type) ?? [])[0];
      if (hung !== undefined) throw hung;
      await undoStep(handlers, step);
    } catch (error) {
      failures.push(error);
      if (error instanceof DeadlineError) hanging.set(error.type, error);
      continue;
    }
    // A full disk, say: it is undone all the same. Where the file stays, it is undone once more, which changes nothing.
    await journal.drop(step).catch(() => undefined);
  }
  if (failures.length > 0) throw new UndoError(failures, 'Not everything could be put back.');
  await journal.close();
}

async function undoStep({ settings, launch, actions }: Handlers, step: JournalStep): Promise<void> {
  if ('settings' in step) {
    await required(settings.get(step.settings), step.settings).restore(step.before);
  } else if ('launch' in step) {
    const handler = required(launch.get(step.launch), step.launch);
    if ((await handler.isRunning(step.options)) !== step.wasRunning)
      await switchTo(handler, step.options, step.wasRunning);
  } else {
    for (const action of step.actions) {
      const type = typeOfAction(action);
      await required(actions.get(type), type)(action, { waits: true });
    }
  }
}

function typesIn(step: JournalStep): readonly string[] {
  if ('settings' in step) return [step.settings];
  return 'launch' in step ? [step.launch] : step.actions.map(typeOfAction);
}

function required<T>(handler: T | undefined, type: string): T {
  if (handler === undefined) throw new Error(`This computer no longer has the handler ${type}.`);
  return handler;
}
