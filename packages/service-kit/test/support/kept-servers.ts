import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { forkKept, type KeptProgram } from './kept-commands.ts';

/** A server, in a process of its own or in one that others had before. */
export interface ServerProcess {
  readonly pid: number;
  /** Both are to be read. */
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** The exit code, or null after a signal; all that it said was read by then. */
  readonly ended: Promise<number | null>;
  /** Nothing happens once it has ended. */
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** What a server is started with. */
export interface ServerCommand {
  /** Begin with `serve`. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** What a kept process tells about the command that it runs. */
interface Told {
  readonly id: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly ended?: { readonly exitCode: number };
}

/**
 * Starts servers of one program: a server that ended in good order leaves its process to the next. It has real sockets and gets real
 * signals; only the end of the process is played. Not for claims about that end.
 */
export function createKeptServers(program: KeptProgram): (command: ServerCommand) => ServerProcess {
  const idle: ChildProcess[] = [];
  return (command) => {
    let child = idle.pop();
    while (child !== undefined && !child.connected) child = idle.pop();
    const taken = child ?? forkKept(program);
    return serveIn(taken, command, () => idle.push(taken));
  };
}

function serveIn(child: ChildProcess, { args, env }: ServerCommand, giveBack: () => void): ServerProcess {
  const id = randomUUID();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  let hasEnded = false;
  const wasRead = Promise.all([once(stdout, 'end'), once(stderr, 'end')]);
  const exitCode = new Promise<number | null>((resolve) => {
    const end = (code: number | null): void => {
      hasEnded = true;
      child.off('message', take).off('exit', end);
      stdout.end();
      stderr.end();
      resolve(code);
    };
    const take = (told: Told): void => {
      if (told.id !== id) return;
      if (told.stdout !== undefined) stdout.write(told.stdout);
      if (told.stderr !== undefined) stderr.write(told.stderr);
      if (told.ended === undefined) return;
      giveBack();
      end(told.ended.exitCode);
    };
    child.on('message', take).on('exit', end);
  });
  child.send({ id, args, env, stdin: '', serves: true });
  return {
    pid: child.pid ?? 0,
    stdout,
    stderr,
    ended: exitCode.then(async (code) => {
      await wasRead;
      return code;
    }),
    kill: (signal) => {
      if (!hasEnded) child.kill(signal);
    },
  };
}

/** A server in a process of its own. */
export function asServerProcess(child: ChildProcessByStdio<Writable, Readable, Readable>): ServerProcess {
  return {
    pid: child.pid ?? 0,
    stdout: child.stdout,
    stderr: child.stderr,
    ended: once(child, 'close').then(([code]) => code as number | null),
    kill: (signal) => {
      child.kill(signal);
    },
  };
}
