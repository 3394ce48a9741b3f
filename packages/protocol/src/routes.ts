/** Addresses of the cloud's public listener (DESIGN §3). */
export const CLOUD_ROUTES = {
  token: '/oauth2/access_token',
  tokenForOldInstalls: '/access_token',
  authorize: '/oauth2/authorize',
  revoke: '/oauth2/revoke',
  introspect: '/oauth2/introspect',
  metadata: '/.well-known/oauth-authorization-server',
  settings: '/:gpiiToken/settings/:device',
  preferences: '/preferences',
  saveSettings: '/:gpiiToken/settings',
} as const;

/** Addresses of the cloud's public listener for handing a credential to a computer (DESIGN §4). */
export const HAND_OVER_ROUTES = {
  exchange: '/client-credentials/exchange',
  request: '/client-credentials/request',
  enrol: '/client-credentials/enrol',
  revokeOwn: '/client-credentials/revoke-own',
  rotateOwn: '/client-credentials/rotate-own',
} as const;

/** Handing over by way of the browser: the page of the cloud, and where the computer listens on its loopback. */
export const CONNECT_PATHS = { page: '/connect', callback: '/callback' } as const;

/** Addresses of the operator listener, on loopback: operations carry the operator key, the others need none. */
export const OPERATOR_ROUTES = {
  operation: '/operator/:operation',
  metrics: '/metrics',
  openapi: '/openapi.json',
} as const;

/** Addresses of the access requester, served to the flow manager only. */
export const REQUESTER_ROUTES = { accessToken: '/access-token', status: '/status' } as const;

/** Addresses of the untrusted flow manager. */
export const FLOW_MANAGER_ROUTES = {
  login: '/user/:gpiiToken/login',
  logout: '/user/:gpiiToken/logout',
  proximityTriggered: '/user/:gpiiToken/proximityTriggered',
  user: '/user',
  preferences: '/user/preferences',
  page: '/page',
  status: '/status',
  browserChannel: '/browserChannel',
} as const;

/** Addresses that every server has: liveness needs nothing but the process, readiness what the server depends on. */
export const HEALTH_ROUTES = { live: '/health/live', ready: '/health/ready' } as const;

/** The same questions as monitors of the old GPII cloud put them, and what is deployed (GPII-FORMATS §1). */
export const OLD_PROBE_ROUTES = { health: '/health', ready: '/ready', revision: '/revision' } as const;
