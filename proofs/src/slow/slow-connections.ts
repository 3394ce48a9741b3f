import { connect, type Socket } from 'node:net';
import { CLOUD_ROUTES } from '@gpii/protocol';

/** Connections that send a byte now and then. */
export interface SlowConnections {
  /** How long each that was closed had been open, in milliseconds. */
  readonly closedAfterMs: readonly number[];
  /** How many are open now. */
  open(): number;
  /** Opens none any more in place of those that are closed. */
  letGo(): void;
  /** Ends all that are left. */
  destroy(): void;
}

/** Which half of a request never ends. */
export type SlowKind = 'headers' | 'body';

const BYTE_EVERY_MS = 1000;
/** Connections are opened in bunches: the listener's queue is not what is looked at. */
const BUNCH = 50;
const BUNCH_EVERY_MS = 50;

const HEAD = `POST ${CLOUD_ROUTES.token} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n`;
const BEGINNINGS: Readonly<Record<SlowKind, string>> = {
  headers: `${HEAD}X-Slow: `,
  body: `${HEAD}Content-Length: 10000\r\n\r\ngrant_type=`,
};

/** Holds this many connections open; one that is closed is followed by another. */
export function openSlowConnections(url: string, kind: SlowKind, count: number): SlowConnections {
  const { hostname, port } = new URL(url);
  const closedAfterMs: number[] = [];
  const open = new Set<Socket>();
  let goesOn = true;

  const openOne = (): void => {
    const socket = connect({ host: hostname, port: Number(port) });
    const openedAt = performance.now();
    let isConnected = false;
    open.add(socket);
    const drip = setInterval(() => socket.write('x'), BYTE_EVERY_MS);
    socket.once('connect', () => {
      isConnected = true;
      socket.write(BEGINNINGS[kind]);
    });
    // What the server answers is thrown away; its end of the connection is answered with ours.
    socket.on('data', () => undefined).on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(drip);
      open.delete(socket);
      if (isConnected) closedAfterMs.push(performance.now() - openedAt);
    });
  };
  const filler = setInterval(() => {
    for (let bunch = 0; goesOn && bunch < BUNCH && open.size < count; bunch += 1) openOne();
  }, BUNCH_EVERY_MS);
  return {
    closedAfterMs,
    open: () => open.size,
    letGo: () => {
      goesOn = false;
      clearInterval(filler);
    },
    destroy: () => {
      for (const socket of open) socket.destroy();
    },
  };
}
