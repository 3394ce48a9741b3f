import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCookie, toSetCookie } from '../cookies.ts';
import { sendLonePage } from '../lone-page.tsx';
import { openPageFiles, sendPageFile } from '../mount-assets.ts';
import { FORM_TOKEN_FIELD, isOwnForm } from '../own-form.ts';
import { sendOn, sendPage } from '../send-page.tsx';
import { DISPLAY_ROUTES } from './display-routes.tsx';
import { readLocalVisit, type LocalAnswer, type LocalFrameParts, type LocalVisit } from './local-visit.ts';

/** A local page, listening. */
export interface LocalPage {
  readonly port: number;
  /** Lets one browser in: the link is good once, and ends those that were made before. */
  readonly makeLink: () => string;
  /** Resolves when nobody has used the page for so long, or `stop` was called. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

type LocalRoute = (visit: LocalVisit) => Promise<LocalAnswer>;

/** What a program shows at its local page. */
export interface LocalSite {
  /** Its cookie's name. */
  readonly cookieName: string;
  /** It stops when nobody asked for anything for so long. */
  readonly idleMs: number;
  /** Where Infusion is installed. */
  readonly infusionFolder: string;
  readonly frame: LocalFrameParts['frame'];
  /** By method and path; `/display` is there by itself. What changes something is POST. */
  readonly routes: Readonly<Record<string, LocalRoute>>;
  /** Says what did not work. @throws what it is given, when that is a mistake of ours. */
  readonly failed: (visit: LocalVisit, error: unknown) => LocalAnswer;
  /** Told of mistakes of ours. */
  readonly tellError: (error: unknown) => void;
  /** Whom another website sends back, to `/callback`. */
  readonly callback?: {
    /** @returns Where it goes; undefined for a callback that is not ours, which ends nothing. */
    readonly take: (query: URLSearchParams) => Promise<string | undefined>;
    readonly words: (visit: LocalVisit) => { readonly siteName: string; readonly goOn: string };
  };
}

const FORM_LIMIT_BYTES = 64 * 1024;

/**
 * Serves a local page on 127.0.0.1, on a free port, to browsers that open a link. Requests that name another host, come from
 * another site, or lack the cookie get 404: who probes learns nothing (SECURITY G-S11).
 */
export async function serveLocalPage(site: LocalSite): Promise<LocalPage> {
  // Other pages of this computer share our host's cookies: they would need this path to be sent ours.
  const base = `/${randomBytes(16).toString('base64url')}`;
  const cookieValue = randomBytes(32).toString('base64url');
  const routes: Readonly<Record<string, LocalRoute>> = { ...DISPLAY_ROUTES, ...site.routes };
  let linkToken: string | undefined;
  let port = 0;
  const frame: LocalFrameParts = { base, cookieValue, files: openPageFiles(site.infusionFolder), frame: site.frame };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', queryText = ''] = (request.url ?? '').split('?', 2);
    const query = new URLSearchParams(queryText);
    if (request.headers.host !== `127.0.0.1:${port}`) {
      notFound(response);
      return;
    }
    if (path === '/start' && request.method === 'GET') {
      begin(query, response);
      return;
    }
    if (path === '/callback' && request.method === 'GET') return comeBack(request, query, response);
    if (!path.startsWith(`${base}/`)) {
      notFound(response);
      return;
    }
    if (await sendPageFile(response, path.slice(base.length), frame.files)) return;
    if (!isSame(readCookie(request, site.cookieName), cookieValue)) {
      notFound(response);
      return;
    }
    stopwatch.refresh();
    await show(request, response);
  }

  function begin(query: URLSearchParams, response: ServerResponse): void {
    if (linkToken === undefined || !isSame(query.get('token') ?? undefined, linkToken)) {
      notFound(response);
      return;
    }
    linkToken = undefined;
    stopwatch.refresh();
    response.setHeader('Set-Cookie', toSetCookie(site.cookieName, cookieValue, { path: `${base}/`, isStrict: true }));
    sendOn(response, `${base}/`);
  }

  /** From another website: its own navigation brings no strict cookie, and what it brings has to prove enough. */
  async function comeBack(request: IncomingMessage, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const visit = readLocalVisit(request, frame);
    try {
      const next = await site.callback?.take(query);
      if (next === undefined || site.callback === undefined) {
        notFound(response);
        return;
      }
      stopwatch.refresh();
      // A page of ours leads on by itself: what it leads to gets our strict cookie, which a redirect from elsewhere would not.
      const { goOn, siteName } = site.callback.words(visit);
      sendLonePage(response, { ...visit.view, siteName, title: goOn, goOn: base + next });
    } catch (error) {
      send(response, visit, site.failed(visit, error));
    }
  }

  async function show(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let visit = readLocalVisit(request, frame);
    const name = `${request.method ?? ''} ${visit.path}`;
    const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
    if (route === undefined) {
      notFound(response);
      return;
    }
    try {
      if (request.method === 'POST') {
        const form = new URLSearchParams(await readForm(request));
        const formToken = form.get(FORM_TOKEN_FIELD) ?? '';
        if (!isOwnForm(request, { cookieValue, formToken, publicUrl: `http://127.0.0.1:${port}` })) {
          notFound(response);
          return;
        }
        visit = readLocalVisit(request, frame, form);
      }
      send(response, visit, await route(visit));
    } catch (error) {
      send(response, visit, site.failed(visit, error));
    }
  }

  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      site.tellError(error);
      response.destroy();
    });
  });
  server.maxConnections = 64;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const stop = (): void => {
    clearTimeout(stopwatch);
    server.close(end);
    server.closeAllConnections();
  };
  const stopwatch = setTimeout(stop, site.idleMs);
  await listen(server);
  port = (server.address() as AddressInfo).port;
  return {
    port,
    makeLink: () => {
      linkToken = randomBytes(32).toString('base64url');
      stopwatch.refresh();
      return `http://127.0.0.1:${port}/start?token=${linkToken}`;
    },
    ended,
    stop,
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Cache-Control': 'no-store', 'Content-Length': 0 }).end();
}

function send(response: ServerResponse, visit: LocalVisit, answer: LocalAnswer): void {
  response.setHeader('Set-Cookie', visit.cookies);
  if ('goTo' in answer) sendOn(response, answer.goTo);
  else sendPage(response, { status: answer.status ?? 200, view: answer.view ?? visit.view, page: answer.page });
}

function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

async function readForm(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_LIMIT_BYTES) throw new Error('The form is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
