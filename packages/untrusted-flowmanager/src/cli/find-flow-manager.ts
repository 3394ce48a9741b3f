import { EXIT, StartError } from '@gpii/service-kit/cli';
import { isRunning, readStateFile, stateFileOf } from '../state-file.ts';
import type { ClientSettings } from './client-settings.ts';

/** Where a flow manager answers. */
export type FlowManagerAddress = { readonly socketPath: string } | { readonly url: string };

const DEFAULT_URL = 'http://127.0.0.1:8083';

/**
 * Finds the running flow manager.
 *
 * @throws StartError (exit 69) when the state folder names none, or one that has ended: whoever has its port now must not
 * get a GPII token.
 */
export function findFlowManager({ url, socket, stateDir }: ClientSettings): FlowManagerAddress {
  if (url !== undefined) return { url };
  if (socket !== undefined) return { socketPath: socket };
  return stateDir === undefined ? { url: DEFAULT_URL } : fromStateFile(stateDir);
}

/** How an address reads in a sentence. */
export function nameOf(address: FlowManagerAddress): string {
  return 'url' in address ? address.url : address.socketPath;
}

function fromStateFile(stateDir: string): FlowManagerAddress {
  const file = stateFileOf(stateDir);
  const state = readStateFile(stateDir);
  const start = `Start it: gpii-flowmanager serve --state-dir ${stateDir}`;
  if (state === 'absent')
    throw unavailable(`No flow manager runs with this state folder: there is no ${file}. ${start}`);
  if (state === 'malformed') throw unavailable(`${file} can't be read or is not the file of a flow manager. ${start}`);
  if (!isRunning(state.pid)) {
    throw unavailable(`The flow manager that wrote ${file} (process ${state.pid}) no longer runs. ${start}`);
  }
  const socketPath = /^unix:(.+)$/.exec(state.url)?.[1];
  return socketPath === undefined ? { url: state.url } : { socketPath };
}

function unavailable(message: string): StartError {
  return new StartError(message, { exitCode: EXIT.unavailable });
}
