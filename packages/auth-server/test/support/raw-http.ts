import { connect } from 'node:net';

/** An answer, read from the socket by hand: nothing was repaired, followed or decoded on the way. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; a header that came twice is joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The body as a JSON object; empty when it is none. */
  readonly json: Readonly<Record<string, unknown>>;
}

/** A request, as it is written to the socket. */
export interface RawRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

/** Sends one request on a connection of its own. */
export async function send(port: number, { method = 'GET', path, headers = [], body }: RawRequest): Promise<RawAnswer> {
  const bytes = Buffer.from(body ?? '');
  const given = headers.map((line) => line.toLowerCase());
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(given.some((line) => line.startsWith('host:')) ? [] : [`Host: 127.0.0.1:${port}`]),
    'Connection: close',
    ...headers,
    ...(body === undefined || given.some((line) => line.startsWith('content-length:'))
      ? []
      : [`Content-Length: ${bytes.length}`]),
  ];
  return parseAnswer(
    await sendBytes(port, Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), bytes])),
  );
}

/** Writes bytes, and gives all that comes back until the server closes. */
export function sendBytes(port: number, bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined);
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      resolve(Buffer.concat(chunks));
    });
    socket.write(bytes);
  });
}

/** Takes an answer apart. */
export function parseAnswer(bytes: Buffer): RawAnswer {
  const end = bytes.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = bytes
    .subarray(0, end === -1 ? undefined : end)
    .toString('latin1')
    .split('\r\n');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`;
  }
  const raw = bytes.subarray(end === -1 ? bytes.length : end + 4);
  const text = (headers['transfer-encoding'] === 'chunked' ? joinChunks(raw) : raw).toString('utf8');
  return { status: Number(statusLine.split(' ')[1]), headers, text, json: parseObject(text) };
}

function joinChunks(bytes: Buffer): Buffer {
  const parts: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const lineEnd = rest.indexOf('\r\n');
    const size = Number.parseInt(rest.subarray(0, lineEnd).toString('latin1'), 16);
    if (lineEnd === -1 || !(size > 0)) return Buffer.concat(parts);
    parts.push(rest.subarray(lineEnd + 2, lineEnd + 2 + size));
    rest = rest.subarray(lineEnd + 2 + size + 2);
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
