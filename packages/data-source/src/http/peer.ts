import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { connectToAccount, type Connect } from './connect-to-account.ts';
import type { SettledHttpOptions } from './http-options.ts';
import type { WireRequest } from './build-request.ts';

/** The other process, with the connections to it. */
export interface Peer {
  /** For messages: nothing of a key, nothing secret. */
  readonly name: string;
  /** Begins a request. `fresh`: on a connection of its own that nobody used before. */
  begin(request: WireRequest, fresh: boolean): ClientRequest;
  /** Closes the connections that nobody uses. */
  close(): void;
}

/** An idle connection is closed after this; a peer that announces less (`Keep-Alive: timeout=`) is heeded by Node. */
const IDLE_MS = 20_000;

/** As Node wants it: what is thrown ends the request, and not its caller. */
function withCallback(open: Connect | undefined): HttpAgent['createConnection'] | undefined {
  if (open === undefined) return undefined;
  return (_options, callback) => {
    try {
      return open();
    } catch (error) {
      // There is no connection; the declaration of Node wants one.
      (callback as ((error: unknown) => void) | undefined)?.(error);
      return undefined;
    }
  };
}

/** Makes a peer; it connects when it is first asked. No proxy, no redirect, no environment variable is followed. */
export function createPeer(options: SettledHttpOptions): Peer {
  const { url, socketPath, maxSockets } = options;
  const base = new URL(url ?? 'http://localhost');
  // Over a socket it is plain HTTP: the file's permissions say who may talk.
  const isTls = base.protocol === 'https:' && socketPath === undefined;
  const agentOptions = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, timeout: IDLE_MS };
  const agent = isTls ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const begin = isTls ? httpsRequest : httpRequest;
  const createConnection = withCallback(connectToAccount(options));
  if (createConnection !== undefined) agent.createConnection = createConnection;
  const basePath = base.pathname.replace(/\/+$/, '');
  const where: RequestOptions =
    socketPath === undefined
      ? { host: base.hostname.replace(/^\[(.*)\]$/, '$1'), port: base.port === '' ? (isTls ? 443 : 80) : base.port }
      : { socketPath };
  return {
    name: socketPath === undefined ? base.origin : `the socket ${socketPath}`,
    begin: ({ method, path, headers }, fresh) =>
      // The path is sent as it is built: a URL object would make "/.." of a member climb.
      begin({
        ...where,
        method,
        path: basePath + path,
        headers: { ...headers, host: base.host },
        // Without an agent Node asks the function of the request.
        ...(fresh ? (createConnection === undefined ? { agent: false } : { createConnection }) : { agent }),
      }),
    close: () => {
      agent.destroy();
    },
  };
}
