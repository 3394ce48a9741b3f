import { parentPort, workerData } from 'node:worker_threads';
import { StartError } from '@gpii/service-kit/cli';
import { loadSolutions, type SolutionsFiles } from './load-solutions.ts';
import type { WorkerMessage } from './read-in-worker.ts';

/** The thread in which registries are read while the server runs. */
try {
  const { read } = await loadSolutions(workerData as SolutionsFiles);
  tell({ read });
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  tell({ problem: error.message });
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message);
}
