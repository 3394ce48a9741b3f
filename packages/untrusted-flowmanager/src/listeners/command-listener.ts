import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ListenerRooms, StopListening } from './listener.ts';
import { createLineSplitter } from './split-lines.ts';

/** First and longest wait before a program that ended is started again; each wait is twice the last one. */
const RESTART_MS = { first: 1_000, longest: 60_000 } as const;
/** A program that ran for so long has worked: the next wait is the first one again. */
const WORKED_AFTER_MS = 60_000;
/** Longer than any GPII token. */
const LINE_LIMIT = 4096;
/** What a program gets to end by itself. */
const END_MS = 2_000;
/** Taps that are under way at the same time; what a program that runs wild says beyond that is dropped. */
const MOST_TAPS = 8;

/** How to run the program: settable for tests. */
export interface CommandNeeds {
  /** Program and arguments; no shell. */
  readonly command: readonly [string, ...string[]];
  readonly environment: NodeJS.ProcessEnv;
  readonly firstRestartMs?: number;
}

/**
 * Runs a program, a card reader's helper say: each line that it prints is a GPII token that was shown. It is started again when it
 * ends. Its stdin ends when the flow manager does; its stderr is that of the flow manager.
 */
export function listenToCommand(
  rooms: ListenerRooms,
  { command: [program, ...args], environment, firstRestartMs = RESTART_MS.first }: CommandNeeds,
): StopListening {
  let child: ChildProcess;
  let waitMs = firstRestartMs;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let taps = 0;

  const take = (line: string): void => {
    const gpiiToken = line.trim();
    if (gpiiToken === '' || isStopped) return;
    if (taps >= MOST_TAPS) {
      rooms.warn('a tap was dropped: too many at a time');
      return;
    }
    taps += 1;
    void rooms.tap(gpiiToken).finally(() => {
      taps -= 1;
    });
  };
  const begin = (): void => {
    const startedAt = performance.now();
    child = spawn(program, args, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
    // It need not read what nobody writes.
    child.stdin?.on('error', () => undefined);
    child.stdout?.setEncoding('utf8').on('data', createLineSplitter(LINE_LIMIT, take));
    const restart = (how: string): void => {
      if (isStopped || timer !== undefined) return;
      if (performance.now() - startedAt >= WORKED_AFTER_MS) waitMs = firstRestartMs;
      rooms.warn(`${program} ${how}; it is started again in ${waitMs / 1000} s`);
      timer = setTimeout(() => {
        timer = undefined;
        begin();
      }, waitMs);
      waitMs = Math.min(waitMs * 2, RESTART_MS.longest);
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      restart(`can't be started (${error.code ?? error.message})`);
    });
    child.once('close', (code, signal) => {
      restart(`ended (${signal ?? `exit code ${code}`})`);
    });
  };
  begin();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'close');
    child.kill();
    const impatience = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(impatience);
  };
}
