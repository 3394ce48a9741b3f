import type { IncomingMessage, ServerResponse } from 'node:http';
import { isOwnForm, FORM_TOKEN_FIELD, sendFile, sendOn, sendPage, type PageFiles } from '@gpii/pages';
import { discardBody, readBody, type Express } from '@gpii/service-kit';
import { toErrorAnswer } from './error-pages.tsx';
import { SITE_ROUTES } from './routes.ts';
import type { SiteRooms } from './site-rooms.ts';
import type { Answer, SiteRoute } from './site-route.ts';
import { methodNotTaken, notOurForm } from './site-refusals.ts';
import { proveAgain } from './step-up.tsx';
import { beginVisit, findVisitor, type AccountVisit, type Visit } from './visit.ts';

/** Forms of pages may hold lists of addresses; nothing that a person writes is larger. */
const FORM_LIMIT_BYTES = 64 * 1024;

/** Mounts every page of the website. */
export function mountSite(app: Express, rooms: SiteRooms, files: PageFiles): void {
  for (const route of SITE_ROUTES) {
    const { path } = route;
    const handle = createHandler(route, rooms, files);
    if (route.method === 'GET') app.get(path, handle);
    else app.post(path, handle);
  }
  for (const path of new Set(SITE_ROUTES.map((route) => route.path))) {
    const methods = SITE_ROUTES.filter((route) => route.path === path).map(({ method }) => method);
    app.all(path, createHandler({ refusal: methodNotTaken(methods) }, rooms, files));
  }
}

type Serve = (request: IncomingMessage & { params: Visit['params'] }, response: ServerResponse) => Promise<void>;

/** What is wrong becomes a page here, and nowhere else. */
function createHandler(route: SiteRoute | { readonly refusal: Error }, rooms: SiteRooms, files: PageFiles): Serve {
  return async (request, response) => {
    let visit = beginVisit(request, { rooms, files, params: request.params });
    try {
      visit = await findVisitor(visit, rooms);
      if ('refusal' in route) throw route.refusal;
      if (route.method === 'POST') visit = { ...visit, form: await readOwnForm(visit, rooms) };
      send(response, visit, await answer(route, visit, rooms));
    } catch (error) {
      const { headers, ...refused } = toErrorAnswer(visit, error);
      if (refused.status === 413) await discardBody(request);
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
      send(response, visit, refused);
    }
  };
}

async function answer(route: SiteRoute, visit: Visit, rooms: SiteRooms): Promise<Answer> {
  if (route.who === 'anyone') return route.answer(visit, rooms);
  const refused = route.who === 'account' ? route.refuse?.(visit) : undefined;
  if (refused !== undefined) return refused;
  if (!isSignedIn(visit)) {
    // What a form held is gone with the session that it came from: the person begins at its page again.
    const here = visit.view.here ?? visit.href(visit.request.url ?? '/');
    return { goTo: `${visit.href('/sign-in')}?return_to=${encodeURIComponent(here)}` };
  }
  if (route.who === 'account') return route.answer(visit, rooms);
  return proveAgain(visit, rooms, { goOn: (proven) => route.answer(proven, rooms) });
}

function isSignedIn(visit: Visit): visit is AccountVisit {
  return visit.session !== undefined && visit.account !== undefined;
}

/** @throws Refusal 403 when the form is not from a page that this browser was shown. */
async function readOwnForm({ request, givenCookie }: Visit, rooms: SiteRooms): Promise<URLSearchParams> {
  const form = new URLSearchParams((await readBody(request, FORM_LIMIT_BYTES)).toString('utf8'));
  const shown = { cookieValue: givenCookie, formToken: form.get(FORM_TOKEN_FIELD) ?? '', publicUrl: rooms.publicUrl() };
  if (!isOwnForm(request, shown)) throw notOurForm();
  return form;
}

function send(response: ServerResponse, visit: Visit, answered: Answer): void {
  if (visit.cookies.length > 0) response.setHeader('Set-Cookie', visit.cookies);
  if ('page' in answered) {
    const { status = 200, view = visit.view, page } = answered;
    sendPage(response, { status, view, page });
  } else if ('goTo' in answered) sendOn(response, answered.goTo);
  else sendFile(response, answered.file);
}
