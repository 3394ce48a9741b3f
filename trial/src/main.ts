import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT, runProgram, StartError } from '@gpii/service-kit/cli';
import { createTrialProgram, type TrialOptions } from './options.ts';
import { findPrograms } from './programs.ts';
import { createReport, type Report } from './report.ts';
import { runTrial } from './run-trial.ts';
import { createServerGroup, type ServerGroup } from './server-group.ts';
import { InterruptedError, watchSignals } from './signals.ts';
import { trialFolder } from './trial-folder.ts';

const CLONE_DIR = fileURLToPath(new URL('../..', import.meta.url));
const DATA_DIR = fileURLToPath(new URL('../data', import.meta.url));

/** `npm start`: the cloud, an access requester and a flow manager on this computer, and one key-in. */
export async function main(argv: readonly string[]): Promise<void> {
  const folders = {
    // Where the person is: npm goes to the root of the clone, and tells here where it was called.
    currentDir: process.env.INIT_CWD ?? process.cwd(),
    defaultDataDir: resolve(CLONE_DIR, '.trial'),
  };
  // A reader that goes away (npm start | head) must not end the trial.
  process.stdout.on('error', () => undefined);
  await runProgram(createTrialProgram(folders, startAndStop), argv);
}

async function startAndStop(options: TrialOptions): Promise<void> {
  const report = createReport(process.stdout, process.env.NO_COLOR);
  const watch = watchSignals(process, () => {
    group.kill();
    process.exit(EXIT.interrupted);
  });
  const group = createServerGroup(watch.signal);
  try {
    await runAndStop(options, { report, group, signal: watch.signal });
  } catch (error) {
    throw explain(error);
  } finally {
    watch.close();
  }
}

/** Whatever happens, the servers are stopped before this ends. */
async function runAndStop(
  options: TrialOptions,
  { report, group, signal }: { report: Report; group: ServerGroup; signal: AbortSignal },
): Promise<void> {
  const data = {
    preferencesDir: resolve(DATA_DIR, 'preferences'),
    deviceFile: resolve(DATA_DIR, 'device.json'),
  };
  const sources = { options, data, folder: trialFolder(options.dataDir), programs: findPrograms() };
  const failed = new AbortController();
  try {
    const ending = AbortSignal.any([signal, failed.signal]);
    await runTrial({ ...sources, report, group, signal: ending, cloneDir: CLONE_DIR });
  } catch (error) {
    failed.abort();
    if (!(error instanceof InterruptedError)) {
      await group.stop();
      throw error;
    }
    report.say('', 'Stopping …');
    if (options.once) process.exitCode = EXIT.interrupted;
  }
  const [notClean] = await group.stop();
  if (notClean !== undefined) throw notClean;
  report.done('All three servers have stopped');
}

/** What the system refused (a full disk, a folder of somebody else) is said in one sentence, without a stack. */
function explain(error: unknown): unknown {
  const { syscall, message } = error as NodeJS.ErrnoException;
  return syscall === undefined
    ? error
    : new StartError(`The trial cannot go on: ${message}.`, { exitCode: EXIT.unavailable, cause: error });
}
