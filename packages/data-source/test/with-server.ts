import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { onTestFinished } from 'vitest';
import { createHttpDataSource, type HttpDataSource, type HttpDataSourceOptions } from '../src/index.ts';
import { endServer, listenAt, portOf } from './serve-contract-peer.ts';

/** A server for one test. */
export async function startServer(handle: RequestListener): Promise<{ server: Server; url: string }> {
  const server = createServer(handle);
  await listenAt(server, { port: 0 });
  onTestFinished(() => endServer(server));
  return { server, url: `http://127.0.0.1:${portOf(server)}` };
}

/** A data source for one test. */
export function openSource(options: HttpDataSourceOptions): HttpDataSource {
  const source = createHttpDataSource(options);
  onTestFinished(() => {
    source.close();
  });
  return source;
}

/** Counts the requests that came over each connection. */
export function createTally(): { count(request: IncomingMessage): number; readonly perConnection: number[] } {
  const counts = new Map<unknown, number>();
  return {
    count: (request) => {
      const count = (counts.get(request.socket) ?? 0) + 1;
      counts.set(request.socket, count);
      return count;
    },
    get perConnection() {
      return [...counts.values()];
    },
  };
}
