import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';
import type { PasswordOutcome, PasswordWork } from './passwords.ts';

/** Argon2id with 19 MiB and two passes. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The thread in which passwords are hashed, one at a time: each takes a core and 19 MiB. */
if (process.platform === 'linux') {
  // There, a priority is a thread's, and 0 is the one that asks; elsewhere it would be the whole process's.
  setPriority(0, constants.priority.PRIORITY_LOW);
}
parentPort?.on('message', (work: PasswordWork) => {
  parentPort?.postMessage(outcomeOf(work));
});

function outcomeOf(work: PasswordWork): PasswordOutcome {
  try {
    if (work.do === 'hash') return { done: hashSync(work.password, COST) };
    return { done: verifySync(work.passwordHash, work.password) };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}
