import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net';
import { cloneDir } from './places.ts';
import { testFile } from './test-file.ts';
import { within } from './until.ts';

/** How the road to a database is. */
export type RoadState = 'open' | 'refuses' | 'hangs' | 'slow';

/** A database that speaks CouchDB's API, and the road to it on which tests can make faults. */
export interface Couch {
  /** `http://127.0.0.1:PORT`: by the road. */
  readonly url: string;
  /** Past the road. */
  readonly directUrl: string;
  setRoad(state: RoadState): Promise<void>;
}

/** Longer than anybody may wait for an answer. */
const SLOW_MS = 5_000;

/** Starts a database, empty and in memory, and a road to it. */
export async function startCouch(): Promise<Couch> {
  const script = `${cloneDir}packages/store/test/support/couch-peer.mjs`;
  const child = spawn(process.execPath, [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  testFile.closers.push(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, 'exit');
  });
  const [line] = (await within('the database', once(child.stdout, 'data'), 30_000)) as [Buffer];
  const { url: directUrl } = JSON.parse(line.toString()) as { url: string };
  return { directUrl, ...(await startRoad(Number(new URL(directUrl).port))) };
}

async function startRoad(target: number): Promise<Pick<Couch, 'url' | 'setRoad'>> {
  let state: RoadState = 'open';
  const sockets = new Set<Socket>();
  const track = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => sockets.delete(socket));
  };
  const server = createServer((incoming) => {
    const outgoing = createConnection({ host: '127.0.0.1', port: target });
    track(incoming);
    track(outgoing);
    incoming.once('close', () => outgoing.destroy());
    outgoing.once('close', () => incoming.destroy());
    outgoing.on('data', (chunk) => incoming.write(chunk));
    incoming.on('data', (chunk) => {
      if (state === 'open') outgoing.write(chunk);
      if (state === 'slow') setTimeout(() => outgoing.destroyed || outgoing.write(chunk), SLOW_MS).unref();
    });
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  testFile.closers.push(close);
  return {
    url: `http://127.0.0.1:${port}`,
    setRoad: async (next) => {
      state = next;
      if (next === 'refuses') await close();
      else if (!server.listening) await listen(port);
    },
  };
}
