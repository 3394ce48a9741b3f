import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ContractAnswer, ContractPeer } from '../src/contract/contract-peer.ts';

/** Serves a contract peer over HTTP: `/NAME`, percent-encoded. */
export function serveContractPeer(peer: ContractPeer): Server {
  return createServer((request, response) => {
    void answer(peer, request, response);
  });
}

async function answer(peer: ContractPeer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const name = decodeURIComponent((request.url ?? '').slice(1));
  const body = await text(request);
  const isSet = request.method === 'PUT';
  const question = isSet
    ? { act: 'set' as const, name, value: JSON.parse(body) as unknown }
    : { act: 'get' as const, name };
  behave(await peer.answer(question), response);
}

function behave(todo: ContractAnswer, response: ServerResponse): void {
  switch (todo.kind) {
    case 'value':
      response.end(JSON.stringify(todo.value));
      return;
    case 'nothing':
      response.writeHead(204).end();
      return;
    case 'refusal':
      if (todo.retryAfterSeconds !== undefined) response.setHeader('Retry-After', todo.retryAfterSeconds);
      response.writeHead(todo.status).end(todo.body === undefined ? '<h1>No</h1>' : JSON.stringify(todo.body));
      return;
    case 'bytes':
      response.end(todo.bytes);
      return;
    case 'death':
      response.writeHead(200, { 'Content-Length': 1000 }).write('{"half":');
      setImmediate(() => response.destroy());
      return;
    case 'hang':
      return;
  }
}

/** Listens at a port or socket. */
export async function listenAt(server: Server, at: { port: number } | { path: string }): Promise<void> {
  server.listen('path' in at ? at : { ...at, host: '127.0.0.1' });
  await once(server, 'listening');
}

/** The port that a server listens at. */
export function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Ends a server with all its connections. */
export async function endServer(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
