import { changeAnswerSchema } from '@gpii/protocol';
import { StartError } from '@gpii/service-kit/cli';
import { explainRefusal } from './explain-refusal.ts';
import { askRunning, expectForm, type Flags } from './running-commands.ts';

/** What a command prints and ends with. */
export interface CommandEnd {
  readonly text: string;
  /** Why not all of it was done: for stderr, with the exit code. */
  readonly failure?: StartError;
}

/**
 * Changes a setting of whoever is keyed in at the running flow manager; with `--save`, GPII Cloud keeps it.
 *
 * @param value - JSON; what is none is a text.
 * @throws StartError when the flow manager refuses or is not reached: then nothing was changed.
 */
export async function setAtRunning(
  { term, value }: { term: string; value: string },
  flags: Flags,
): Promise<CommandEnd> {
  const body = { term, value: toJson(value), save: flags.save === true };
  const answer = expectForm(
    changeAnswerSchema,
    await askRunning({ method: 'POST', path: '/user/preferences', body }, flags),
  );
  const { message, saveProblem } = answer;
  const text = flags.json === true ? JSON.stringify(answer) : message;
  if (saveProblem === undefined) return { text };
  const { error: code, errors } = saveProblem;
  return { text, failure: explainRefusal({ code, message: saveProblem.message, errors }) };
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
