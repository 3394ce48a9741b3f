import { CLOUD_ROUTES, GPII_TOKEN_GRANT, SCOPES } from '@gpii/protocol';
import { sendJson, type HotRoute } from '@gpii/service-kit';

const CONFIDENTIAL = ['client_secret_basic', 'client_secret_post'];
const ANY_CLIENT = [...CONFIDENTIAL, 'none'];

/**
 * What clients read before they begin. The issuer is configured: nothing here comes from the Host of a request.
 *
 * @see RFC 8414 §2, §3; RFC 9207 §3
 */
export function createMetadataRoute({ publicUrl }: { publicUrl: () => string }): HotRoute {
  return {
    method: 'GET',
    path: CLOUD_ROUTES.metadata,
    handle: (_request, response) => {
      sendJson(response, 200, describeServer(publicUrl()));
    },
  };
}

function describeServer(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: issuer + CLOUD_ROUTES.authorize,
    token_endpoint: issuer + CLOUD_ROUTES.token,
    revocation_endpoint: issuer + CLOUD_ROUTES.revoke,
    introspection_endpoint: issuer + CLOUD_ROUTES.introspect,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'password', GPII_TOKEN_GRANT],
    scopes_supported: SCOPES,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ANY_CLIENT,
    revocation_endpoint_auth_methods_supported: ANY_CLIENT,
    introspection_endpoint_auth_methods_supported: CONFIDENTIAL,
    authorization_response_iss_parameter_supported: true,
  };
}
