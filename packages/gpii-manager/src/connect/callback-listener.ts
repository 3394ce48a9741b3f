import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { isSameIssuer } from '../cloud/need-issuer.ts';
import { isOurState } from './challenge.ts';
import { donePage } from './done-page.ts';

/** How long the browser has to show that it came back. */
const LINGER_MS = 2000;

/** How the browser came back. */
export type Callback =
  { readonly kind: 'code'; readonly code: string } | { readonly kind: 'denied' } | { readonly kind: 'expired' };

/** Waits on loopback for the browser to come back. */
export interface CallbackListener {
  readonly port: number;
  /** Resolves with the first callback that brings our state, or when the time is over. Others are ignored. */
  wait(deadlineMs: number): Promise<Callback>;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1, on a free port that nobody can take from us: bound first, named afterwards (SECURITY G-T9). What
 * brings no state of ours, or names another host, gets 404 and ends nothing (G-T8).
 */
export async function listenForCallback({
  state,
  issuer,
}: {
  state: string;
  issuer: string;
}): Promise<CallbackListener> {
  let arrive: (callback: Callback) => void = () => undefined;
  let hasArrived = false;
  const arrived = new Promise<Callback>((resolve) => (arrive = resolve));
  let tellDone: () => void = () => undefined;
  const wasTold = new Promise<void>((resolve) => (tellDone = resolve));
  let port = 0;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const isOurHost = request.headers.host === `127.0.0.1:${port}`;
    const url = isOurHost && request.method === 'GET' ? parseTarget(request.url) : undefined;
    if (url?.pathname === '/done') {
      response.once('close', tellDone);
      donePage(request, response, url.search === '?denied' ? 'denied' : 'approved');
      return;
    }
    const callback = url?.pathname === '/callback' ? readCallback(url.searchParams, { state, issuer }) : undefined;
    if (callback === undefined) {
      response.writeHead(404, { 'Cache-Control': 'no-store', 'Content-Length': 0, Connection: 'close' }).end();
      return;
    }
    // Away from the address with the code at once: what stays in the history holds nothing.
    const done = callback.kind === 'denied' ? '/done?denied' : '/done';
    response.writeHead(303, { Location: done, 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' }).end();
    hasArrived = true;
    arrive(callback);
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 5000, headersTimeout: 5000 }, answer);
  server.maxConnections = 64;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
  port = (server.address() as AddressInfo).port;
  return {
    port,
    wait: (deadlineMs) => {
      let timer: NodeJS.Timeout | undefined;
      const expiry = new Promise<Callback>((resolve) => {
        timer = setTimeout(() => {
          resolve({ kind: 'expired' });
        }, deadlineMs);
      });
      return Promise.race([arrived, expiry]).finally(() => {
        clearTimeout(timer);
      });
    },
    close: async () => {
      // The browser that came back is on its way to the page that says it is done.
      if (hasArrived) await Promise.race([wasTold, wait(LINGER_MS)]);
      server.close();
      server.closeAllConnections();
    },
  };
}

function parseTarget(target: string | undefined): URL | undefined {
  try {
    return new URL(target ?? '', 'http://127.0.0.1');
  } catch {
    return undefined;
  }
}

/**
 * What a callback brings; undefined when it is not ours.
 *
 * @see RFC 6749 §4.1.2; RFC 9207 (`iss`)
 */
export function readCallback(
  query: URLSearchParams,
  { state, issuer }: { state: string; issuer: string },
): Callback | undefined {
  if (query.getAll('state').length !== 1 || !isOurState(state, query.get('state'))) return undefined;
  const iss = query.get('iss');
  if (iss !== null && !isSameIssuer(issuer, iss)) return undefined;
  const code = query.get('code');
  if (code !== null && code !== '') return { kind: 'code', code };
  return query.has('error') ? { kind: 'denied' } : undefined;
}
