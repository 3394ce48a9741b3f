import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What the cloud does about a token request; `form` is what it was sent. */
export type CloudBehaviour = (response: ServerResponse, form: URLSearchParams, request: IncomingMessage) => void;

/** A cloud that does what a test tells it. */
export interface FakeCloud {
  readonly url: string;
  readonly port: number;
  /** Replaced at will. */
  behave: CloudBehaviour;
  /** Whether `/health/live` is answered with 200. */
  isAlive: boolean;
  /** The forms of all token requests so far. */
  readonly asked: URLSearchParams[];
  /** Requests for anything else than a token or liveness. */
  readonly strange: string[];
  readonly healthAsked: () => number;
  /** Most connections that were open at a time. */
  readonly mostSockets: () => number;
  readonly stop: () => Promise<void>;
}

/** Starts a cloud for one test; it gives an access token to everybody. */
export async function startCloud(port = 0): Promise<FakeCloud> {
  const sockets = { open: 0, most: 0 };
  let healthAsked = 0;
  const server = createServer((request, response) => {
    if (request.url === '/health/live') {
      healthAsked += 1;
      response.writeHead(cloud.isAlive ? 200 : 500).end('{"status":"live"}');
    } else if (request.url === '/oauth2/access_token' && request.method === 'POST') {
      void takeForm(cloud, request, response);
    } else {
      cloud.strange.push(`${String(request.method)} ${String(request.url)}`);
      response.end('{}');
    }
  });
  server.on('connection', (socket) => {
    sockets.most = Math.max(sockets.most, (sockets.open += 1));
    socket.once('close', () => (sockets.open -= 1));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: listening } = server.address() as AddressInfo;
  const cloud: FakeCloud = {
    url: `http://127.0.0.1:${listening}`,
    port: listening,
    behave: giveToken,
    isAlive: true,
    asked: [],
    strange: [],
    healthAsked: () => healthAsked,
    mostSockets: () => sockets.most,
    stop: () => stopServer(server),
  };
  onTestFinished(cloud.stop);
  return cloud;
}

async function takeForm(cloud: FakeCloud, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request).catch(() => ''));
  cloud.asked.push(form);
  cloud.behave(response, form, request);
}

async function stopServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

/** An access token that names whom it is for, so that a test sees a mix-up. */
export const giveToken: CloudBehaviour = (response, form) => {
  const body = {
    access_token: `gpii_at_for_${form.get('username') ?? ''}`,
    token_type: 'Bearer',
    expires_in: 3600,
    scope: 'settings',
  };
  response.end(JSON.stringify(body));
};

/** Answers with a status and JSON. */
export function answerWith(status: number, body: unknown, headers: Record<string, string> = {}): CloudBehaviour {
  return (response) => {
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}
