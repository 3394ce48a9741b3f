import { Worker } from 'node:worker_threads';

/** What the thread is asked for. */
export type PasswordWork =
  | { readonly do: 'hash'; readonly password: string }
  | { readonly do: 'verify'; readonly password: string; readonly passwordHash: string };

/** What it tells: the hash, or whether the password is right; or that the hash is none. In the order of the questions. */
export type PasswordOutcome = { readonly done: string | boolean } | { readonly failed: string };

/** The built thread, whether this file is the source or what was built of it. */
const THREAD = new URL('../dist/password-thread.js', import.meta.url);
/** How long the thread stays without work: a start costs 40 ms, and an idle thread some 10 MB. */
const IDLE_MS = 10_000;

interface Waiting {
  readonly resolve: (done: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

interface PasswordThread {
  readonly worker: Worker;
  readonly waiting: Waiting[];
  idleTimer?: NodeJS.Timeout;
}

let current: PasswordThread | undefined;

/** Argon2id with 19 MiB and two passes, the least that OWASP recommends, in PHC format. */
export async function hashPassword(password: string): Promise<string> {
  return String(await inThread({ do: 'hash', password }));
}

/** Whether this is the password of the hash. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return (await inThread({ do: 'verify', password, passwordHash })) === true;
}

/**
 * Passwords are hashed in a thread of their own, of the least priority: on this one, and on libuv's four, a sign-in would
 * keep access tokens waiting (docs/decisions/0033). Most processes never see a password, so it starts with the first one.
 */
function inThread(work: PasswordWork): Promise<string | boolean> {
  const thread = (current ??= startThread());
  clearTimeout(thread.idleTimer);
  // The process must not end while somebody waits, nor stay for a thread without work.
  thread.worker.ref();
  return new Promise((resolve, reject) => {
    thread.waiting.push({ resolve, reject });
    thread.worker.postMessage(work);
  });
}

function startThread(): PasswordThread {
  const worker = new Worker(THREAD);
  const thread: PasswordThread = { worker, waiting: [] };
  worker.on('message', (outcome: PasswordOutcome) => {
    const first = thread.waiting.shift();
    if ('done' in outcome) first?.resolve(outcome.done);
    else first?.reject(new Error(outcome.failed));
    if (thread.waiting.length === 0) endWhenIdle(thread);
  });
  worker.on('error', (error) => {
    forget(thread);
    for (const each of thread.waiting.splice(0)) each.reject(error);
  });
  return thread;
}

function endWhenIdle(thread: PasswordThread): void {
  thread.worker.unref();
  thread.idleTimer = setTimeout(() => {
    forget(thread);
    void thread.worker.terminate();
  }, IDLE_MS).unref();
}

function forget(thread: PasswordThread): void {
  if (current === thread) current = undefined;
}
