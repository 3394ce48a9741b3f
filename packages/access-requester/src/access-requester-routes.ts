import { REQUESTER_ROUTES } from '@gpii/protocol';
import { sendJson, type HotRoute } from '@gpii/service-kit';
import { describeStatus, type StatusParts } from './describe-status.ts';
import { readAccessTokenRequest } from './read-access-token-request.ts';
import { requestAccessToken, type RequestParts } from './request-access-token.ts';

/** All routes of the access requester, besides those of health that every server has. */
export function accessRequesterRoutes(parts: RequestParts & StatusParts): readonly HotRoute[] {
  return [
    {
      method: 'POST',
      path: REQUESTER_ROUTES.accessToken,
      handle: async (request, response, { requestId }) => {
        const { gpiiToken } = await readAccessTokenRequest(request);
        sendJson(response, 200, await requestAccessToken({ gpiiToken, requestId }, parts));
      },
    },
    {
      method: 'GET',
      path: REQUESTER_ROUTES.status,
      handle: async (_request, response) => {
        sendJson(response, 200, await describeStatus(parts));
      },
    },
  ];
}
