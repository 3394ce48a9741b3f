import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request to the database. */
export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** An answer of the database. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly text: string;
}

/** What happens to one request. */
export type Fault =
  | 'hang'
  /** The connection is cut before the database hears of it. */
  | 'cut'
  /** The database does it, and the connection is cut in place of an answer. */
  | 'cut after'
  | { readonly answer: ProxiedAnswer }
  /** The database hears of it after this. */
  | { readonly after: Promise<unknown> }
  | { readonly change: (answer: ProxiedAnswer) => ProxiedAnswer };

/** A proxy before a database, in which tests can make faults. */
export interface FaultProxy {
  readonly url: string;
  /** Asked for each request; undefined lets it through. */
  fault: (request: ProxiedRequest) => Fault | undefined;
  /** All that came, in order. */
  readonly seen: ProxiedRequest[];
  close(): Promise<void>;
}

/** Starts a proxy before the database at `target`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const server = createServer((incoming, response) => {
    void serve(incoming, response);
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = { method: incoming.method ?? '', path: incoming.url ?? '', body: await readAll(incoming) };
    proxy.seen.push(asked);
    const fault = proxy.fault(asked);
    if (fault === 'hang') return;
    if (fault === 'cut') return void incoming.socket.destroy();
    if (typeof fault === 'object' && 'answer' in fault) {
      reply(response, fault.answer);
      return;
    }
    if (typeof fault === 'object' && 'after' in fault) await fault.after;
    const answer = await forward(target, asked);
    if (fault === 'cut after') return void incoming.socket.destroy();
    reply(response, typeof fault === 'object' && 'change' in fault ? fault.change(answer) : answer);
  }

  const proxy: FaultProxy = {
    url: '',
    fault: () => undefined,
    seen: [],
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(proxy, { url: `http://127.0.0.1:${port}` });
}

async function forward(target: string, { method, path, body }: ProxiedRequest): Promise<ProxiedAnswer> {
  const outgoing = request(`${target}${path}`, { method, headers: { 'content-type': 'application/json' } });
  outgoing.end(body);
  const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: incoming.statusCode ?? 0, text: await readAll(incoming) };
}

async function readAll(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function reply(response: ServerResponse, { status, text }: ProxiedAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(text);
}
