import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  FORM_TOKEN_FIELD,
  isOwnForm,
  openPageFiles,
  readCookie,
  sendLonePage,
  sendOn,
  sendPage,
  sendPageFile,
  toSetCookie,
} from '@gpii/pages';
import { infusionFolder } from '@gpii/service-kit/cli';
import type { CommandRooms } from '../commands/command.ts';
import { failedPage } from './told-pages.tsx';
import { takeCallback, UI_ROUTES, wordsOf, type UiAnswer, type UiRooms } from './ui-routes.ts';
import { readUiVisit, type UiFrame, type UiVisit } from './ui-visit.ts';

/** The local page, listening. */
export interface LocalPage {
  /** Good once: it lets one browser in. */
  readonly oneUseLink: string;
  /** Resolves when nobody has used the page for so long, or `stop` was called. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

const COOKIE = 'gpii_manager';
const FORM_LIMIT_BYTES = 64 * 1024;

/**
 * Serves the local page on 127.0.0.1, on a free port, to the one browser that opens the link. Requests that name another
 * host, come from another site, or lack the cookie get 404: who probes learns nothing (SECURITY G-S11).
 *
 * @param idleMs - It stops when nobody asked for anything for so long.
 */
export async function serveUi(commandRooms: CommandRooms, idleMs: number): Promise<LocalPage> {
  // Other pages of this computer share our host's cookies: they would need this path to be sent ours.
  const base = `/${randomBytes(16).toString('base64url')}`;
  const cookieValue = randomBytes(32).toString('base64url');
  let linkToken: string | undefined = randomBytes(32).toString('base64url');
  let port = 0;
  const frame: UiFrame = {
    base,
    cookieValue,
    files: openPageFiles(infusionFolder),
    computerName: commandRooms.settings.computerName,
  };
  const rooms: UiRooms = { ...commandRooms, port: () => port };

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
    if (!isSame(readCookie(request, COOKIE), cookieValue)) {
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
    response.setHeader('Set-Cookie', toSetCookie(COOKIE, cookieValue, { path: `${base}/`, isStrict: true }));
    sendOn(response, `${base}/`);
  }

  /** From the account website: its own navigation brings no strict cookie, and `state` proves enough. */
  async function comeBack(request: IncomingMessage, query: URLSearchParams, response: ServerResponse): Promise<void> {
    const visit = readUiVisit(request, frame);
    try {
      const next = await takeCallback(rooms, query);
      if (next === undefined) {
        notFound(response);
        return;
      }
      stopwatch.refresh();
      // A page of ours leads on by itself: what it leads to gets our strict cookie, which a redirect from elsewhere would not.
      const { goOn, siteName } = visit.words;
      sendLonePage(response, { ...visit.view, siteName, title: goOn, goOn: base + next });
    } catch (error) {
      send(response, visit, { page: failedPage(visit, wordsOf(error)), status: 502 });
    }
  }

  async function show(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let visit = readUiVisit(request, frame);
    const route = UI_ROUTES[`${request.method ?? ''} ${visit.path}`];
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
        visit = readUiVisit(request, frame, form);
      }
      send(response, visit, await route(visit, rooms));
    } catch (error) {
      send(response, visit, { page: failedPage(visit, wordsOf(error)), status: 502 });
    }
  }

  const server = createServer({ requestTimeout: 15_000, headersTimeout: 10_000 }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      process.stderr.write(`The page could not be shown: ${error instanceof Error ? error.message : String(error)}\n`);
      response.destroy();
    });
  });
  server.maxConnections = 64;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const stop = (): void => {
    clearTimeout(stopwatch);
    close(server, end);
  };
  const stopwatch = setTimeout(stop, idleMs);
  await listen(server);
  port = (server.address() as AddressInfo).port;
  return { oneUseLink: `http://127.0.0.1:${port}/start?token=${linkToken}`, ended, stop };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
  });
}

function close(server: Server, then: () => void): void {
  server.close(then);
  server.closeAllConnections();
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'Cache-Control': 'no-store', 'Content-Length': 0 }).end();
}

function send(response: ServerResponse, visit: UiVisit, answer: UiAnswer): void {
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
