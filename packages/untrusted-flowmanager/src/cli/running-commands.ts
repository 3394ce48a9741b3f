import { keyInAnswerSchema, localRefusalSchema, pageAnswerSchema } from '@gpii/protocol';
import { EXIT, readSettings, StartError } from '@gpii/service-kit/cli';
import { z } from 'zod';
import { callFlowManager, type FlowManagerAnswer, type FlowManagerQuestion } from './call-flow-manager.ts';
import { clientSettings } from './client-settings.ts';
import { explainCloudProblem, explainRefusal } from './explain-refusal.ts';
import { findFlowManager } from './find-flow-manager.ts';
import type { Comer } from './read-comer.ts';

/** Options of a command, as they stood on the command line. */
export type Flags = Readonly<Record<string, unknown>>;

const refusalSchema = localRefusalSchema.extend({
  errors: z.array(z.object({ message: z.string(), dataPath: z.array(z.string()) })).optional(),
});
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
  const body = await askRunning({ method: 'POST', path, ...preferences }, flags);
  if (flags.json === true) return JSON.stringify(body);
  const { message, cloudProblem } = expectForm(keyInAnswerSchema, body);
  return act === 'logout' || cloudProblem === undefined ? message : `${message}\n${explainCloudProblem(cloudProblem)}`;
}

/** An address of the local page of the running flow manager, good once; or with `--json` its answer. */
export async function pageOfRunning(flags: Flags): Promise<string> {
  const body = await askRunning({ method: 'POST', path: '/page' }, flags);
  return flags.json === true ? JSON.stringify(body) : expectForm(pageAnswerSchema, body).url;
}

/** Who is keyed in at the running flow manager: a sentence, or with `--json` its answer. */
export async function statusOfRunning(flags: Flags): Promise<string> {
  const body = await askRunning({ method: 'GET', path: '/user' }, flags);
  if (flags.json === true) return JSON.stringify(body);
  const { keyedIn } = expectForm(userSchema, body);
  if (keyedIn === null) return 'Nobody is keyed in.';
  const { gpiiToken, since, source, solutions } = keyedIn;
  return `Keyed in: ${gpiiToken} since ${since}, solutions with settings: ${solutions}, from: ${source}.`;
}

/**
 * Asks the running flow manager.
 *
 * @returns The body of its answer.
 * @throws StartError when it refuses or is not reached.
 */
export async function askRunning(what: FlowManagerQuestion, flags: Flags): Promise<unknown> {
  const settings = readSettings(clientSettings, { flags, env: process.env, config: {} });
  const answer = await callFlowManager(findFlowManager(settings), what);
  if (answer.status !== 200) throw refused(answer);
  return answer.body;
}

function refused({ status, body }: FlowManagerAnswer): StartError {
  const refusal = refusalSchema.safeParse(body);
  if (!refusal.success) return notUnderstood(`status ${status}`);
  const { error: code, message, errors } = refusal.data;
  return explainRefusal({ code, message, errors });
}

/** @throws StartError when an answer has another form than this one. */
export function expectForm<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw notUnderstood('another form of answer');
  return parsed.data;
}

function notUnderstood(what: string): StartError {
  const message = `What answers there is not a GPII flow manager, or another version of it (${what}).`;
  return new StartError(message, { exitCode: EXIT.unavailable });
}
