import { FLOW_MANAGER_ROUTES, gpiiTokenSchema, maskGpiiToken, type KeyInAnswer } from '@gpii/protocol';
import { Refusal, sendJson, type Handler, type HotRoute, type RequestContext } from '@gpii/service-kit';
import type { KeyIns } from './key-ins.ts';
import { countSolutions } from './road/count-solutions.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';

/** All routes of the flow manager. The three acts take GET as well: the listeners in the field use it. */
export function flowManagerRoutes(keyIns: KeyIns, askRequester: () => Promise<unknown>): HotRoute[] {
  return [
    ...actRoutes(FLOW_MANAGER_ROUTES.login, (gpiiToken, requestId) => keyIns.keyIn(gpiiToken, requestId)),
    ...actRoutes(FLOW_MANAGER_ROUTES.logout, (gpiiToken) => keyIns.keyOut(gpiiToken)),
    ...actRoutes(FLOW_MANAGER_ROUTES.proximityTriggered, (gpiiToken, requestId) => keyIns.tap(gpiiToken, requestId)),
    {
      method: 'GET',
      path: FLOW_MANAGER_ROUTES.user,
      handle: (_request, response) => {
        sendJson(response, 200, { keyedIn: describeSession(keyIns) });
      },
    },
    {
      method: 'GET',
      path: FLOW_MANAGER_ROUTES.status,
      handle: async (_request, response) => {
        sendJson(response, 200, { keyedIn: describeSession(keyIns) !== null, requester: await askRequester() });
      },
    },
  ];
}

function actRoutes(
  path: string,
  act: (gpiiToken: string, requestId: string) => Promise<KeyInAnswer | undefined>,
): HotRoute[] {
  const handle: Handler = async (request, response, context) => {
    // HEAD comes with every GET route, and may change nothing.
    if (request.method === 'HEAD') throw headNotAllowed();
    const gpiiToken = readGpiiToken(context);
    const answer = await act(gpiiToken, context.requestId);
    if (answer === undefined) context.reason = 'debounced';
    sendJson(response, 200, answer ?? debounced(gpiiToken));
  };
  return [
    { method: 'POST', path, handle },
    { method: 'GET', path, handle },
  ];
}

function readGpiiToken({ params }: RequestContext): string {
  const parsed = gpiiTokenSchema.safeParse(params.gpiiToken);
  if (parsed.success) return parsed.data;
  const message = parsed.error.issues.map((issue) => `${issue.message}.`).join(' ');
  throw new Refusal({ status: 400, code: 'invalid_request', reason: 'parameter_malformed', message });
}

function debounced(gpiiToken: string): KeyInAnswer {
  return { message: PERSON_SENTENCES.debounced, gpiiToken: maskGpiiToken(gpiiToken), source: 'cloud' };
}

/** Who is keyed in, without any of the person's preferences. */
function describeSession({ session }: KeyIns): object | null {
  if (session === undefined) return null;
  return {
    gpiiToken: maskGpiiToken(session.gpiiToken),
    since: session.since.toISOString(),
    source: session.source,
    solutions: countSolutions(session.instructions),
  };
}

function headNotAllowed(): Refusal {
  return new Refusal({
    status: 405,
    code: 'invalid_request',
    reason: 'method_not_allowed',
    message: 'This address takes POST and GET only.',
    headers: { Allow: 'POST, GET' },
  });
}
