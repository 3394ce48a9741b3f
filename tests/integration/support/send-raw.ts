import { connect, type Socket } from 'node:net';
import { addressOf } from './call.ts';
import { within } from './until.ts';

/** A connection on which a test writes what no HTTP client would. */
export interface RawConnection {
  readonly socket: Socket;
  /** All that came until the other side ended the connection. */
  readonly answer: Promise<string>;
}

/** Connects. */
export async function openRaw(target: string): Promise<RawConnection> {
  const address = addressOf(target);
  const socket = 'socketPath' in address ? connect(address.socketPath) : connect(address);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  const answer = new Promise<string>((resolve) => {
    socket.on('error', () => undefined);
    socket.once('close', () => {
      resolve(Buffer.concat(chunks).toString('utf8'));
    });
  });
  await within(
    'a connection',
    new Promise<void>((resolve) => {
      socket.once('connect', resolve);
    }),
  );
  return { socket, answer };
}

/** Sends bytes, and waits for the answer and the end of the connection. */
export async function sendRaw(target: string, bytes: string | Buffer): Promise<{ status: number; body: string }> {
  const { socket, answer } = await openRaw(target);
  socket.write(bytes);
  const text = await within('the end of the connection', answer, 30_000);
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
  return { status, body: text.slice(text.indexOf('\r\n\r\n') + 4) };
}
