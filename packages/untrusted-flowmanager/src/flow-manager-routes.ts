import { FLOW_MANAGER_ROUTES, gpiiTokenSchema, maskGpiiToken, type KeyInAnswer } from '@gpii/protocol';
import { Refusal, sendJson, type Handler, type HotRoute, type RequestContext } from '@gpii/service-kit';
import { renderChangeError } from './changes/invalid-preferences.ts';
import { readChangeRequest } from './changes/read-change-request.ts';
import { setPreference, type ChangeRooms } from './changes/set-preference.ts';
import type { KeyIns } from './key-ins.ts';
import { requireOwnAccount } from './own-account.ts';
import { readKeyInRequest } from './read-key-in-request.ts';
import { countSolutions } from './road/count-solutions.ts';
import type { KeyInRequest } from './road/get-instructions.ts';
import { PERSON_SENTENCES } from './road/person-sentences.ts';

/** What routes need besides the key-ins. */
export interface RouteParts extends Pick<ChangeRooms, 'save'> {
  /** What the access requester says of itself; null where it does not answer. */
  readonly askRequester: () => Promise<unknown>;
  /** How many preference sets are stored here; undefined where no folder is named for them. */
  readonly countStored: () => Promise<number | undefined>;
  /** An address of the local page. */
  readonly makePageLink: () => Promise<string>;
}

/** All routes of the flow manager. The three acts take GET as well: the listeners in the field use it. */
export function flowManagerRoutes(
  keyIns: KeyIns,
  { askRequester, countStored, save, makePageLink }: RouteParts,
): HotRoute[] {
  return [
    ...actRoutes(keyIns, FLOW_MANAGER_ROUTES.login, (gpiiToken, request) => keyIns.keyIn(gpiiToken, request)),
    ...actRoutes(keyIns, FLOW_MANAGER_ROUTES.logout, (gpiiToken) => keyIns.keyOut(gpiiToken)),
    ...actRoutes(keyIns, FLOW_MANAGER_ROUTES.proximityTriggered, (gpiiToken, request) =>
      keyIns.tap(gpiiToken, request),
    ),
    {
      method: 'GET',
      path: FLOW_MANAGER_ROUTES.user,
      handle: (_request, response) => {
        sendJson(response, 200, { keyedIn: describeSession(keyIns) });
      },
    },
    {
      method: 'POST',
      path: FLOW_MANAGER_ROUTES.preferences,
      handle: async (request, response, context) => {
        requireOwnAccount(request);
        const wish = await readChangeRequest(request);
        const { answer, refusal } = await setPreference({ keyIns, save }, wish, context.requestId);
        context.reason = refusal?.reason;
        sendJson(response, 200, answer);
      },
      renderError: renderChangeError,
    },
    {
      method: 'POST',
      path: FLOW_MANAGER_ROUTES.page,
      handle: async (request, response) => {
        requireOwnAccount(request);
        sendJson(response, 200, { url: await makePageLink() });
      },
    },
    {
      method: 'GET',
      path: FLOW_MANAGER_ROUTES.status,
      handle: async (_request, response) => {
        const [requester, localPreferenceSets = null] = await Promise.all([askRequester(), countStored()]);
        const { session } = keyIns;
        const source = session?.source ?? null;
        sendJson(response, 200, { keyedIn: session !== undefined, source, requester, localPreferenceSets });
      },
    },
  ];
}

function actRoutes(
  keyIns: KeyIns,
  path: string,
  act: (gpiiToken: string, request: KeyInRequest) => Promise<KeyInAnswer | undefined>,
): HotRoute[] {
  const handle: Handler = async (request, response, context) => {
    // HEAD comes with every GET route, and may change nothing.
    if (request.method === 'HEAD') throw headNotAllowed();
    const gpiiToken = readGpiiToken(context);
    const carried = await readKeyInRequest(request);
    const answer = await act(gpiiToken, { requestId: context.requestId, carried });
    context.reason = answer === undefined ? 'debounced' : reasonOf(keyIns, answer);
    sendJson(response, 200, answer ?? debounced(gpiiToken, keyIns));
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

/** Why local settings are on: the cloud's refusal, though the key-in was done. */
function reasonOf({ session }: KeyIns, { source }: KeyInAnswer): RequestContext['reason'] {
  return source === 'local' ? session?.refusal?.reason : undefined;
}

function debounced(gpiiToken: string, { session }: KeyIns): KeyInAnswer {
  const source = session?.source ?? 'cloud';
  return { message: PERSON_SENTENCES.debounced, gpiiToken: maskGpiiToken(gpiiToken), source };
}

/** Who is keyed in, without any of the person's preferences. */
function describeSession({ session }: KeyIns): object | null {
  if (session === undefined) return null;
  return {
    gpiiToken: maskGpiiToken(session.gpiiToken),
    since: session.since.toISOString(),
    source: session.source,
    ...(session.refusal !== undefined && { cloudProblem: session.refusal.code }),
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
