import type { ClientRequest, IncomingMessage } from 'node:http';
import { DataSourceError } from '../data-source.ts';
import type { WireRequest } from './build-request.ts';
import type { Peer } from './peer.ts';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly bytes: Buffer;
}

/** How one try ended. `isStale`: a connection that was kept open broke before the first byte of the answer. */
export type Outcome = { readonly answer: Answer } | { readonly failure: DataSourceError; readonly isStale: boolean };

/** What a try may use. */
export interface ExchangeLimits {
  readonly signal: AbortSignal;
  readonly limitBytes: number;
  /** On a connection that nobody used before. */
  readonly fresh: boolean;
}

/** Sends one request and takes in its whole answer. Never rejects. */
export function exchange(
  peer: Peer,
  request: WireRequest,
  { signal, limitBytes, fresh }: ExchangeLimits,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const outgoing = peer.begin(request, fresh);
    const fail = (failure: DataSourceError, isStale = false): void => {
      resolve({ failure, isStale });
      outgoing.destroy();
    };
    let bytesBefore = 0;
    outgoing.once('socket', (socket) => {
      bytesBefore = socket.bytesRead;
    });
    outgoing.on('error', (error) => {
      fail(explain(peer, error), outgoing.reusedSocket && outgoing.socket?.bytesRead === bytesBefore);
    });
    outgoing.once('response', (incoming) => {
      collect(peer, incoming, { limitBytes, resolve, fail });
    });
    // Settled here as well: a request that has no connection yet says nothing when it is destroyed.
    signal.addEventListener('abort', () => {
      fail(new DataSourceError('timeout', `${peer.name} did not answer in time`));
    });
    send(outgoing, request.body);
  });
}

function send(outgoing: ClientRequest, body: string | undefined): void {
  if (body === undefined) outgoing.end();
  else outgoing.end(body);
}

function collect(
  peer: Peer,
  incoming: IncomingMessage,
  end: { limitBytes: number; resolve: (outcome: Outcome) => void; fail: (failure: DataSourceError) => void },
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = (): void => {
    end.fail(new DataSourceError('too_large', `${peer.name} answered more than ${end.limitBytes} bytes`));
  };
  incoming.on('error', (error) => {
    end.fail(explain(peer, error));
  });
  if (Number(incoming.headers['content-length'] ?? 0) > end.limitBytes) {
    tooLarge();
    return;
  }
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > end.limitBytes) tooLarge();
    else chunks.push(chunk);
  });
  incoming.once('end', () => {
    const retryAfter = incoming.headers['retry-after'];
    end.resolve({ answer: { status: incoming.statusCode ?? 0, retryAfter, bytes: joinChunks(chunks) } });
  });
}

/** Most answers come in one piece: that is not copied. */
function joinChunks(chunks: readonly Buffer[]): Buffer {
  const [first] = chunks;
  return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
}

function explain(peer: Peer, error: NodeJS.ErrnoException): DataSourceError {
  if (error instanceof DataSourceError) return error;
  if (error.code?.startsWith('HPE_') === true) {
    const kind = error.code === 'HPE_HEADER_OVERFLOW' ? 'too_large' : 'malformed';
    return new DataSourceError(kind, `${peer.name} answered something that is not HTTP`, { cause: error });
  }
  return new DataSourceError('unreachable', `${peer.name} cannot be reached`, { cause: error });
}
