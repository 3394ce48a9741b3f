import { keyInAnswerSchema, localRefusalSchema } from '@gpii/protocol';
import { EXIT, readSettings, StartError } from '@gpii/service-kit/cli';
import { z } from 'zod';
import { callFlowManager, type FlowManagerAnswer, type FlowManagerQuestion } from './call-flow-manager.ts';
import { clientSettings } from './client-settings.ts';
import { explainCloudProblem, explainRefusal } from './explain-refusal.ts';
import { findFlowManager } from './find-flow-manager.ts';
import type { Comer } from './read-comer.ts';

/** Options of a command, as they stood on the command line. */
export type Flags = Readonly<Record<string, unknown>>;

const userSchema = z.object({
  keyedIn: z.object({ gpiiToken: z.string(), since: z.string(), source: z.string(), solutions: z.number() }).nullable(),
});

/**
 * Keys in or out at the running flow manager.
 *
 * @returns Its message, with a line more where the settings are local; or with `--json` its answer.
 * @throws StartError when it refuses or is not reached.
 */
export async function keyAtRunning(
  act: 'login' | 'logout',
  { gpiiToken, carried }: Comer,
  flags: Flags,
): Promise<string> {
  const path = `/user/${encodeURIComponent(gpiiToken)}/${act}`;
  const preferences = carried !== undefined && 'preferences' in carried ? { body: carried } : {};
  const body = await ask({ method: 'POST', path, ...preferences }, flags);
  if (flags.json === true) return JSON.stringify(body);
  const { message, cloudProblem } = expect(keyInAnswerSchema, body);
  return act === 'logout' || cloudProblem === undefined ? message : `${message}\n${explainCloudProblem(cloudProblem)}`;
}

/** Who is keyed in at the running flow manager: a sentence, or with `--json` its answer. */
export async function statusOfRunning(flags: Flags): Promise<string> {
  const body = await ask({ method: 'GET', path: '/user' }, flags);
  if (flags.json === true) return JSON.stringify(body);
  const { keyedIn } = expect(userSchema, body);
  if (keyedIn === null) return 'Nobody is keyed in.';
  const { gpiiToken, since, source, solutions } = keyedIn;
  return `Keyed in: ${gpiiToken} since ${since}, solutions with settings: ${solutions}, from: ${source}.`;
}

async function ask(what: FlowManagerQuestion, flags: Flags): Promise<unknown> {
  const settings = readSettings(clientSettings, { flags, env: process.env, config: {} });
  const answer = await callFlowManager(findFlowManager(settings), what);
  if (answer.status !== 200) throw refused(answer);
  return answer.body;
}

function refused({ status, body }: FlowManagerAnswer): StartError {
  const refusal = localRefusalSchema.safeParse(body);
  if (!refusal.success) return notUnderstood(`status ${status}`);
  return explainRefusal({ code: refusal.data.error, message: refusal.data.message });
}

function expect<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw notUnderstood('another form of answer');
  return parsed.data;
}

function notUnderstood(what: string): StartError {
  const message = `What answers there is not a GPII flow manager, or another version of it (${what}).`;
  return new StartError(message, { exitCode: EXIT.unavailable });
}
