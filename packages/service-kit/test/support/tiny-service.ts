import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createKeptCommands, type Ended } from './kept-commands.ts';
import { createKeptServers } from './kept-servers.ts';

/** The tiny service, running. */
export interface TinyService {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** The first line on stdout that fits. */
  readonly waitForLine: (
    fits: (line: Readonly<Record<string, unknown>>) => boolean,
  ) => Promise<Readonly<Record<string, unknown>>>;
}

const file = fileURLToPath(new URL('../fixtures/tiny-service.mjs', import.meta.url));

const program = { name: 'gpii-tiny', main: new URL('../fixtures/tiny-main.mjs', import.meta.url) };
const kept = createKeptCommands(program);
const startKept = createKeptServers(program);

/** Runs it to its end in a process that such runs share: for claims about what it says, not about its process. */
export function runTiny(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return kept.run({ args, stdin: '', env: cleanEnvironment(env) });
}

/** Runs a test with `serve` listening, in a process that served before; gives what it said until SIGTERM ended it. */
export async function withKeptTiny(
  args: readonly string[],
  test: (url: string) => Promise<unknown>,
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { stdout, stderr, ended, kill } = startKept({ args: ['serve', ...args], env: cleanEnvironment(env) });
  const output = { stdout: '', stderr: '' };
  stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const url = await new Promise<string>((resolve, reject) => {
    stdout.setEncoding('utf8').on('data', (text: string) => {
      output.stdout += text;
      const listening = linesOf(output.stdout).find(({ event }) => event === 'listening');
      if (listening !== undefined) resolve(String(listening.url));
    });
    void ended.then(() => {
      reject(new Error(`It ended first: ${output.stdout}${output.stderr}`));
    });
  });
  try {
    await test(url);
  } finally {
    kill('SIGTERM');
    await ended;
  }
  return { exitCode: await ended, ...output };
}

function cleanEnvironment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('GPII_'));
  return { ...Object.fromEntries(others), ...env };
}

/** Starts it as a child with an IPC channel, with no GPII variables but those given. */
export function startTiny(args: readonly string[], env: Readonly<Record<string, string>> = {}): TinyService {
  const child = fork(file, args, { env: cleanEnvironment(env), silent: true, execArgv: [] });
  const output = { stdout: '', stderr: '' };
  let look = (): void => undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
    look();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  // Not `close`: it never comes for a child that was disconnected by hand.
  const ended = Promise.all([
    once(child, 'exit'),
    ...[child.stdout, child.stderr].map((stream) => stream && once(stream, 'end')),
  ]).then(() => ({ exitCode: child.exitCode, ...output }));
  return {
    child,
    ended,
    waitForLine: (fits) =>
      new Promise((resolve, reject) => {
        look = () => {
          const line = linesOf(output.stdout).find(fits);
          if (line !== undefined) resolve(line);
        };
        look();
        void ended.then(() => {
          reject(new Error(`It ended first: ${output.stdout}${output.stderr}`));
        });
      }),
  };
}

/** Runs a test with `serve` listening on a free port; the process is gone afterwards. */
export async function withTiny(
  args: readonly string[],
  test: (service: TinyService & { url: string }) => Promise<void>,
): Promise<void> {
  const service = startTiny(['serve', ...args]);
  try {
    const { url } = await service.waitForLine(({ event }) => event === 'listening');
    await test({ ...service, url: String(url) });
  } finally {
    service.child.kill('SIGKILL');
    await service.ended;
  }
}

/** The whole lines so far, each of which has to be JSON. */
export function linesOf(stdout: string): Readonly<Record<string, unknown>>[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
