import { connect, type Socket } from 'node:net';
import { findListeners, judgeSocket, readAccountId } from '@gpii/service-kit/cli';
import { DataSourceError } from '../data-source.ts';
import type { SettledHttpOptions } from './http-options.ts';

/** Connects, after a look at who listens there. @throws before anything is sent. */
export type Connect = () => Socket;

/**
 * What looks at whose socket or port it is before each new connection: somebody else may have been there first, and would be
 * sent GPII tokens (SECURITY G-T5).
 *
 * @returns Undefined where nothing is looked at: on TCP without `peerAccount`, and on Windows, whose pipes have no owner here.
 * @throws StartError when there is no such account.
 */
export function connectToAccount({ url, socketPath, peerAccount }: SettledHttpOptions): Connect | undefined {
  if (process.platform === 'win32') return undefined;
  if (socketPath !== undefined) {
    const owners = peerAccount === undefined ? [0, process.getuid?.() ?? 0] : [readAccountId(String(peerAccount))];
    return () => connectToSocket(socketPath, owners);
  }
  if (peerAccount === undefined || url === undefined) return undefined;
  const owner = readAccountId(String(peerAccount));
  const { hostname, port } = new URL(url);
  return () => connectToPort(hostname.replace(/^\[(.*)\]$/, '$1'), Number(port === '' ? 80 : port), owner);
}

function connectToSocket(socketPath: string, owners: readonly number[]): Socket {
  const { path, problem } = judgeSocket(socketPath, owners);
  if (problem !== undefined) throw untrusted(`the socket ${socketPath}`, problem);
  return connect(path);
}

function connectToPort(host: string, port: number, owner: number): Socket {
  const foreign = findListeners(port).find((uid) => uid !== owner);
  if (foreign === undefined) return connect({ host, port });
  throw untrusted(`port ${port}`, `account ${foreign} listens there, and not ${owner}`);
}

function untrusted(place: string, problem: string): DataSourceError {
  return new DataSourceError('untrusted', `Nothing was sent to ${place}: ${problem}`);
}
