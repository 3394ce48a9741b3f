import { request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { runningMs } from './running-clock.ts';
import { keepSecret } from './secrets.ts';

/** A request to a server. */
export interface Call {
  readonly method?: string;
  /** Sent as it is. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, parameters as a form, text and bytes as they are. */
  readonly body?: object | URLSearchParams | string | Buffer;
  /** `Authorization: Bearer`. */
  readonly bearer?: string;
}

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The JSON object that it is; empty when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
  /** By which the server's log names the request. */
  readonly requestId: string;
  /** By the clock of `runningMs`. */
  readonly elapsedMs: number;
}

/** Asks a server, on a connection of its own. `target` is the url of its listening line. */
export function call(target: string, { method, path, headers, body, bearer }: Call): Promise<Answer> {
  const requestId = randomUUID();
  const { text, type } = encode(body);
  const startedAt = runningMs();
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...addressOf(target),
        agent: false,
        signal: AbortSignal.timeout(30_000),
        method: method ?? (body === undefined ? 'GET' : 'POST'),
        path,
        headers: {
          host: 'localhost',
          'x-request-id': requestId,
          ...(type === undefined ? {} : { 'content-type': type }),
          ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...headers,
        },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.once('error', reject);
        incoming.once('end', () => {
          const content = Buffer.concat(chunks).toString('utf8');
          const json = parse(content);
          const elapsedMs = runningMs() - startedAt;
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: content,
            json,
            requestId,
            elapsedMs,
          });
        });
      },
    );
    outgoing.once('error', reject);
    outgoing.end(text);
  });
}

/** Where a server's url leads. */
export function addressOf(target: string): { socketPath: string } | { host: string; port: number } {
  if (target.startsWith('unix:')) return { socketPath: target.slice('unix:'.length) };
  const { hostname, port } = new URL(target);
  return { host: hostname, port: Number(port) };
}

function encode(body: Call['body']): { text?: string | Buffer; type?: string } {
  if (body === undefined) return {};
  if (typeof body === 'string' || Buffer.isBuffer(body)) return { text: body };
  if (body instanceof URLSearchParams) {
    return { text: body.toString(), type: 'application/x-www-form-urlencoded' };
  }
  return { text: JSON.stringify(body), type: 'application/json' };
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return {};
    const json = value as Record<string, unknown>;
    if (typeof json.access_token === 'string') keepSecret('access token', json.access_token);
    return json;
  } catch {
    return {};
  }
}
