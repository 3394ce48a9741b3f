import { OPERATOR_ROUTES } from '@gpii/protocol';
import { sendJson, type HotRoute, type MountedRoute } from '@gpii/service-kit';
import { describeApi } from './describe-api.ts';

/** `GET /openapi.json`: what this server answers, made from the routes that are mounted. */
export function createOpenApiRoute(mounted: () => readonly MountedRoute[]): HotRoute {
  let document: object | undefined;
  return {
    method: 'GET',
    path: OPERATOR_ROUTES.openapi,
    handle: (_request, response) => {
      document ??= describeApi(mounted());
      sendJson(response, 200, document);
    },
  };
}
