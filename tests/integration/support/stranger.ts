import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { OsAccount } from './accounts.ts';
import { testFile } from './test-file.ts';

/** A process under another account. */
export interface Stranger {
  /** Listens there, and answers as an access requester would. Gives `squatting`, or the code of why it can't. */
  squat(at: { path: string } | { host: string; port: number }): Promise<unknown>;
  /** Listens no more. Gives how many bytes came. */
  leave(): Promise<unknown>;
  /** Asks for access tokens. Gives a status, or the code of an error, for each. */
  ask(plan: {
    times: number;
    at: { socketPath: string } | { host: string; port: number };
    headers: Readonly<Record<string, string>>;
    body: string;
  }): Promise<unknown>;
}

/** Starts a process under an account; the end of the test file ends it. */
export function startStranger({ uid, gid }: OsAccount): Stranger {
  const script = fileURLToPath(new URL('stranger-process.mjs', import.meta.url));
  const child = fork(script, { uid, gid, env: {}, execArgv: [] });
  const waiting = new Map<number, (result: unknown) => void>();
  let lastId = 0;
  child.on('message', ({ id, result }: { id: number; result: unknown }) => waiting.get(id)?.(result));
  testFile.closers.unshift(
    () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGKILL');
      }),
  );
  const tell = (act: string, value?: unknown): Promise<unknown> =>
    new Promise((resolve) => {
      waiting.set((lastId += 1), resolve);
      child.send({ id: lastId, act, value });
    });
  return { squat: (at) => tell('squat', at), leave: () => tell('leave'), ask: (plan) => tell('ask', plan) };
}
