import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AccountRooms, CredentialRooms } from '@gpii/credentials';
import { HAND_OVER_ROUTES, type CredentialFile } from '@gpii/protocol';
import { readBody, sendJson, type HotRoute, type RequestContext } from '@gpii/service-kit';
import type { Limits } from '../limits/limits.ts';
import { parseParameters, type Parameters } from '../token/parse-parameters.ts';
import { renderTokenError } from '../token/token-error.ts';
import { enrolComputer } from './enrol-computer.ts';
import { exchangeCode } from './exchange-code.ts';
import { requestCredential } from './request-credential.ts';
import { createOwnSecretRevocation } from './revoke-own-secret.ts';
import { createOwnSecretRotation } from './rotate-own-secret.ts';
import { toHandOverError } from './to-hand-over-error.ts';

/** What handing credentials over works with. */
export interface HandOverRooms extends CredentialRooms, AccountRooms {
  /** Address under which clients reach the cloud. */
  readonly publicUrl: () => string;
  readonly limits: Limits;
  /** Whether option 2 is there. Default: yes. */
  readonly maySignInWithinApps?: boolean;
}

/** One request to hand a credential over. */
export interface HandOverRequest {
  readonly parameters: Parameters;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly context: RequestContext;
}

type Act = (rooms: HandOverRooms, given: HandOverRequest) => Promise<CredentialFile | object>;

/** The addresses under `/client-credentials` (DESIGN §4): JSON or a form in, JSON out, nothing cached. */
export function createHandOverRoutes(rooms: HandOverRooms): readonly HotRoute[] {
  const route = (path: string, act: Act): HotRoute => ({
    method: 'POST',
    path,
    renderError: renderTokenError,
    handle: async (request, response, context) => {
      const parameters = parseParameters(await readBody(request), request.headers['content-type'], true);
      try {
        sendJson(response, 200, await act(rooms, { parameters, request, response, context }));
      } catch (error) {
        throw toHandOverError(error);
      }
    },
  });
  return [
    route(HAND_OVER_ROUTES.exchange, exchangeCode),
    route(HAND_OVER_ROUTES.request, requestCredential),
    route(HAND_OVER_ROUTES.enrol, enrolComputer),
    route(HAND_OVER_ROUTES.revokeOwn, createOwnSecretRevocation(rooms)),
    route(HAND_OVER_ROUTES.rotateOwn, createOwnSecretRotation(rooms)),
  ];
}
