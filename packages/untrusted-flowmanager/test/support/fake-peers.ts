import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a peer was asked. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** How a peer answers: status, JSON body (text is sent as it is), headers; or not at all. */
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | 'cut the connection';

/** A server that a test plays. */
export interface FakePeer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Says what comes next; the last one stays. */
  reply(...replies: readonly (Reply | ((request: SeenRequest) => Reply | Promise<Reply>))[]): void;
  close(): Promise<void>;
}

/** Starts a peer on a free port of this computer. */
export async function startFakePeer(): Promise<FakePeer> {
  const seen: SeenRequest[] = [];
  let script: readonly (Reply | ((request: SeenRequest) => Reply | Promise<Reply>))[] = [{ status: 404 }];
  const handle: RequestListener = (request, response) => {
    void readRequest(request).then(async (entry) => {
      seen.push(entry);
      const [next, ...rest] = script;
      if (rest.length > 0) script = rest;
      const reply = typeof next === 'function' ? await next(entry) : next;
      if (reply === undefined || reply === 'cut the connection') {
        request.socket.destroy();
        return;
      }
      const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? {});
      response.writeHead(reply.status ?? 200, { 'Content-Type': 'application/json', ...reply.headers });
      response.end(text);
    });
  };
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    reply: (...replies) => {
      seen.length = 0;
      script = replies;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorization: request.headers.authorization,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
