import type { Logger } from '@gpii/service-kit';
import { compileSolutions, loadSolutions, type Solutions, type SolutionsFiles } from './load-solutions.ts';
import { readInWorker } from './read-in-worker.ts';

/** The registries and common terms that are in force, which can be read again while the server runs. */
export interface SolutionsInForce {
  /** What is in force now. A request asks once and works with that to its end. */
  current(): Solutions;
  /**
   * Reads all files again. What they say is in force when this resolves; what is wrong with them leaves everything as it was.
   *
   * @throws StartError that names file and line.
   */
  reload(): Promise<Solutions>;
}

/**
 * Loads registries and common terms for a server.
 *
 * @throws StartError (exit 78) that names file and line.
 */
export async function openSolutions(files: SolutionsFiles, logger: Logger): Promise<SolutionsInForce> {
  let current = (await loadSolutions(files)).solutions;
  let turn: Promise<unknown> = Promise.resolve();

  async function load(): Promise<Solutions> {
    try {
      current = compileSolutions(await readInWorker(files));
    } catch (error) {
      logger.error({ err: error, reason: 'registry_malformed' }, 'registries not reloaded: the old ones stay in force');
      throw error;
    }
    logger.info({ solutions: current.counts }, 'registries reloaded');
    return current;
  }

  return {
    current: () => current,
    // One after the other: the files as they are at the last call are in force at the end.
    reload: () => {
      const loading = turn.then(load);
      turn = loading.catch(() => undefined);
      return loading;
    },
  };
}
