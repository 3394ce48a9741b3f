import { Agent, request, type IncomingHttpHeaders } from 'node:http';

/** How long an answer may take. */
const DEADLINE_MS = 10_000;

/** A request, ready to be sent. */
export interface Call {
  /** `http://127.0.0.1:PORT` of the server. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back, whole, and how long that took. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly durationMs: number;
}

/** Keep-alive connections to servers. */
export interface HttpClient {
  send(call: Call): Promise<Answer>;
  close(): void;
}

/** Opens up to this many connections to each server, as they are needed. */
export function createHttpClient(connections: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    send: (call) => send(agent, call),
    close: () => {
      agent.destroy();
    },
  };
}

function send(agent: Agent, { url, method, path, headers, body }: Call): Promise<Answer> {
  const startedAt = performance.now();
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const options = { agent, hostname, port, method, path, headers: { ...headers, ...length }, timeout: DEADLINE_MS };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => {
        const { statusCode: status = 0, headers: received } = incoming;
        resolve({ status, headers: received, body: Buffer.concat(chunks), durationMs: performance.now() - startedAt });
      });
    });
    outgoing.once('timeout', () => outgoing.destroy(new Error(`${url} does not answer within ${DEADLINE_MS} ms`)));
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}
