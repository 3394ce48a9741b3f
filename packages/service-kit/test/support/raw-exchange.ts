import { connect, type Socket } from 'node:net';

/** A raw answer, taken apart as little as possible. */
export interface RawAnswer {
  readonly status: number;
  /** Status line and headers. */
  readonly head: string;
  readonly body: string;
}

/** Sends bytes as they are and gives what comes back until the server closes. Its own side stays open. */
export async function rawExchange(port: number, request: string | Buffer): Promise<RawAnswer> {
  const text = await readToEnd(openRaw(port, request));
  const [head = '', ...rest] = text.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: rest.join('\r\n\r\n') };
}

/** Opens a connection and writes to it. The peer's end does not end it. */
export function openRaw(port: number, request: string | Buffer): Socket {
  const socket = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  socket.on('error', () => undefined);
  socket.write(request);
  return socket;
}

/** Everything until the other side ends; this side ends only then. */
export function readToEnd(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (text += chunk));
    socket.once('end', () => socket.destroy());
    socket.once('close', () => {
      resolve(text);
    });
  });
}

/** A request as text, which asks for the connection to close. */
export function rawRequest(line: string, headers: readonly string[] = [], body = ''): string {
  return [`${line} HTTP/1.1`, 'Host: 127.0.0.1', 'Connection: close', ...headers, '', body].join('\r\n');
}
