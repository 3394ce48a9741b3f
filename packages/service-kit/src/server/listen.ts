import { existsSync } from 'node:fs';
import { chmod, lstat, unlink } from 'node:fs/promises';
import type { Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { dirname, resolve } from 'node:path';
import { judgeSocketFolder } from '../local-trust/judge-socket.ts';
import { EXIT, StartError } from '../start-error.ts';

/** Where a server listens: a TCP port of one address, or a Unix socket. Port 0 picks a free one. */
export type ListenAt =
  | {
      readonly host: string;
      readonly port: number;
      /** The setting that says the port, for the sentence about a port that is taken. Default `--port`. */
      readonly portFlag?: string;
    }
  | {
      readonly socketPath: string;
      /** Permission bits of the socket. Its folder decides as well. */
      readonly socketMode: number;
    };

/**
 * Listens.
 *
 * @returns `http://host:port` or `unix:/path`.
 * @throws StartError (exit 69) when the port or socket is taken, or may not be used; (exit 78) when others could put another
 * socket in the place of this one.
 */
export async function listen(server: Server, at: ListenAt): Promise<string> {
  if ('socketPath' in at) {
    checkFolder(at.socketPath);
    await removeStaleSocket(at.socketPath);
    await listenOn(server, { path: at.socketPath }, { name: at.socketPath, flag: '--socket' });
    await chmod(at.socketPath, at.socketMode);
    return `unix:${at.socketPath}`;
  }
  const { host, port: wanted, portFlag = '--port' } = at;
  await listenOn(server, { host, port: wanted }, { name: `${host}:${wanted}`, flag: portFlag });
  const { address, port, family } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** A folder that is missing is said by listening itself. */
function checkFolder(socketPath: string): void {
  const folder = dirname(resolve(socketPath));
  if (process.platform === 'win32' || !existsSync(folder)) return;
  const problem = judgeSocketFolder(folder, []);
  if (problem === undefined) return;
  throw new StartError(
    `Cannot listen on ${socketPath}: ${problem}. Take a folder that only root or this account writes to.`,
  );
}

function listenOn(
  server: Server,
  options: { host: string; port: number } | { path: string },
  place: { name: string; flag: string },
): Promise<void> {
  // The socket must at no moment be open to more accounts than at the end.
  const umask = 'path' in options ? process.umask(0o177) : undefined;
  return new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(new StartError(explain(error, place), { exitCode: EXIT.unavailable, cause: error }));
    });
    server.listen(options, () => {
      server.removeAllListeners('error');
      resolve();
    });
    if (umask !== undefined) process.umask(umask);
  });
}

function explain(error: NodeJS.ErrnoException, { name, flag }: { name: string; flag: string }): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Cannot listen on ${name}: another process does already. Stop it, or choose another with ${flag}.`;
    case 'EACCES':
      return `Cannot listen on ${name}: this account may not. Choose a port above 1023, or a folder that it may write to.`;
    case 'EADDRNOTAVAIL':
      return `Cannot listen on ${name}: this computer has no such address.`;
    case 'ENOENT':
      return `Cannot listen on ${name}: its folder does not exist.`;
    case undefined:
    default:
      return `Cannot listen on ${name}: ${error.code ?? error.message}.`;
  }
}

/** A killed server leaves its socket file. It is removed only when nobody answers there. */
async function removeStaleSocket(path: string): Promise<void> {
  // Connecting to an ordinary file is refused as well: it is not ours to remove.
  const isSocket = await lstat(path).then(
    (found) => found.isSocket(),
    () => false,
  );
  if (!isSocket) return;
  const isStale = await new Promise<boolean>((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED');
    });
  });
  if (isStale) await unlink(path);
}
