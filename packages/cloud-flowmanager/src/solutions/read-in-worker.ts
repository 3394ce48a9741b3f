import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { StartError } from '@gpii/service-kit/cli';
import type { ReadSolutions, SolutionsFiles } from './load-solutions.ts';

/** What the worker tells: what it read, or the sentence that says what is wrong. */
export type WorkerMessage = { readonly read: ReadSolutions } | { readonly problem: string };

/** The built worker, whether this file is the source or what was built of it. */
const WORKER = new URL('../../dist/solutions/solutions-worker.js', import.meta.url);

/**
 * Reads and checks registries and common terms in a thread of its own: parsing the 1.7 MB of GPII's Windows registry takes two thirds
 * of a second, in which this one would answer nobody.
 *
 * @throws StartError that names file and line.
 */
export async function readInWorker(files: SolutionsFiles): Promise<ReadSolutions> {
  const worker = new Worker(WORKER, { workerData: files });
  try {
    const [message] = (await once(worker, 'message')) as [WorkerMessage];
    if ('problem' in message) throw new StartError(message.problem);
    return message.read;
  } finally {
    await worker.terminate();
  }
}
