import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { CLOUD_ROUTES, HAND_OVER_ROUTES, HEALTH_ROUTES } from '@gpii/protocol';
import { onTestFinished } from 'vitest';

/** A cloud that hands out a new secret whenever it is asked, and takes those that it handed out. */
export interface FakeCloud {
  readonly url: string;
  /** Secrets that are good. */
  readonly secrets: Set<string>;
  /** Paths at which it is not working. */
  readonly broken: Set<string>;
  /** Paths and forms of what it was asked. */
  readonly asked: { readonly path: string; readonly form: URLSearchParams }[];
}

export const CLIENT_ID = '53684234497-hgd07kcq01tjod4mg0rt8k8omt2phak5';

const HANDING_OUT: readonly string[] = [
  HAND_OVER_ROUTES.exchange,
  HAND_OVER_ROUTES.request,
  HAND_OVER_ROUTES.enrol,
  HAND_OVER_ROUTES.rotateOwn,
];

/** Starts one for a test. */
export async function startCloud(): Promise<FakeCloud> {
  const secrets = new Set<string>();
  const broken = new Set<string>();
  const asked: { path: string; form: URLSearchParams }[] = [];
  const answer = (path: string, request: IncomingMessage): { status: number; body: object } => {
    if (broken.has(path)) return { status: 503, body: {} };
    if (path === HEALTH_ROUTES.live) return { status: 200, body: {} };
    if (path === CLOUD_ROUTES.metadata) return { status: 200, body: { issuer: urlOf(server) } };
    const isKnown = secrets.has(secretOf(request));
    if (path === CLOUD_ROUTES.introspect) {
      return isKnown ? { status: 200, body: { active: false } } : { status: 401, body: { error: 'invalid_client' } };
    }
    if (path === HAND_OVER_ROUTES.revokeOwn) return { status: isKnown ? 200 : 401, body: {} };
    if (!HANDING_OUT.includes(path)) return { status: 404, body: {} };
    const secret = `canary-secret-${secrets.size}`;
    secrets.add(secret);
    return {
      status: 200,
      body: { installed: { client_id: CLIENT_ID, client_secret: secret, name: 'LIB-PC-07' } },
    };
  };
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? '';
      asked.push({ path, form: new URLSearchParams(body) });
      const { status, body: told } = answer(path, request);
      response.writeHead(status, { 'GPII-Account': encodeURIComponent('ada@example.org') }).end(JSON.stringify(told));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: urlOf(server), secrets, broken, asked };
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function secretOf({ headers }: IncomingMessage): string {
  const [, base64 = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
  return decodeURIComponent(Buffer.from(base64, 'base64').toString().split(':')[1] ?? '');
}
