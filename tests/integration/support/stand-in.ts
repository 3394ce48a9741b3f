import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { testFile } from './test-file.ts';

/** A request as the stand-in got it. */
interface SeenRequest {
  readonly method: string;
  readonly path: string;
  /** Head and body, as they came. */
  readonly text: string;
}

/** What a stand-in does with a connection once a whole request has come over it. */
export type Fault = (socket: Socket, request: SeenRequest) => void;

/** Something that listens where a server of ours should be. */
export interface StandIn {
  readonly url: string;
  /** What it does from now on. */
  behave(fault: Fault): void;
  /** Requests that came whole. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Starts a stand-in. It is closed at the end of the test file. */
export async function startStandIn(first: Fault): Promise<StandIn> {
  let fault = first;
  const requests: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    let received = '';
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const request = parseWhole(received);
      if (request === undefined) return;
      received = '';
      requests.push(request);
      fault(socket, request);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  };
  testFile.closers.push(close);
  const { port } = server.address() as AddressInfo;
  const behave = (next: Fault): void => {
    fault = next;
  };
  return { url: `http://127.0.0.1:${port}`, behave, requests, close };
}

function parseWhole(text: string): SeenRequest | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
  if (text.length < end + 4 + length) return undefined;
  const [method = '', path = ''] = text.split(' ', 2);
  return { method, path, text };
}
