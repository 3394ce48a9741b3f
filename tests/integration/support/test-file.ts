import { rm } from 'node:fs/promises';
import { afterAll, afterEach, expect } from 'vitest';
import { findSecretsInFolder } from './find-secrets-in-folder.ts';
import { judgeProcess, type Judged } from './judge-process.ts';
import type { StartedProcess } from './start-process.ts';

/** What the tests of one file began, and the end of the file judges and takes away. */
interface TestFile {
  readonly processes: StartedProcess[];
  /** Commands that ran in a process they shared. */
  readonly commands: Judged[];
  /** Folders of servers, in which no secret may stand in clear. */
  readonly dataFolders: Set<string>;
  readonly temporaryFolders: Set<string>;
  /** Further things to close. */
  readonly closers: (() => Promise<unknown>)[];
}

/** Of the file that runs now: vitest loads this module anew for each. */
export const testFile: TestFile = {
  processes: [],
  commands: [],
  dataFolders: new Set(),
  temporaryFolders: new Set(),
  closers: [],
};

/** What the processes complained of is told with a test that failed: elsewhere it can't be had afterwards. */
afterEach(({ task }) => {
  if (task.result?.state !== 'fail') return;
  for (const { name, log, stderr } of testFile.processes) {
    const complaints = log.lines().filter(({ level }) => level === 'warn' || level === 'error' || level === 'fatal');
    const lines = [...complaints.slice(-15).map((line) => JSON.stringify(line)), stderr().slice(-2000)].filter(Boolean);
    if (lines.length > 0) process.stdout.write(`${name}:\n${lines.join('\n')}\n`);
  }
});

/**
 * Every test file that starts a process ends with this: all that still run are stopped and have to exit with 0, and
 * nothing that any of them wrote, was called with or stored shows a secret. Registered first, so it runs last.
 */
afterAll(async () => {
  const running = testFile.processes.filter((one) => one.isRunning());
  const ends = await Promise.all(running.map((one) => one.stop()));
  const problems = ends.flatMap(({ code, signal }, index) =>
    code === 0 ? [] : [`${running[index]?.name ?? ''} ended with ${code ?? signal ?? 'nothing'} after SIGTERM`],
  );
  await Promise.all(testFile.closers.map((close) => close()));
  for (const one of [...testFile.processes, ...testFile.commands]) problems.push(...judgeProcess(one));
  for (const folder of testFile.dataFolders) problems.push(...(await findSecretsInFolder(folder)));
  for (const folder of testFile.temporaryFolders) await rm(folder, { recursive: true, force: true });
  expect(problems).toEqual([]);
}, 180_000);
