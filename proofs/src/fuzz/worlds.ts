import { CLOUD_ROUTES, FLOW_MANAGER_ROUTES, HAND_OVER_ROUTES, HEALTH_ROUTES, REQUESTER_ROUTES } from '@gpii/protocol';
import { OWNER, type Client } from '../stage/records.ts';
import type { FuzzWorld } from './world.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const DEVICE = JSON.stringify({
  OS: { id: 'linux', version: '6.1.0' },
  solutions: [{ id: 'org.gnome.desktop.interface' }],
});

/** What exists in the cloud that is attacked. */
export interface CloudContent {
  readonly client: Client;
  readonly web: Client;
  readonly redirectUri: string;
  readonly gpiiToken: string;
  readonly accessToken: string;
  readonly enrolmentKey: string;
}

/** The public listener of the cloud: all its addresses. */
export function cloudWorld(content: CloudContent): FuzzWorld {
  const { client, web, redirectUri, gpiiToken, accessToken, enrolmentKey } = content;
  const basic = (one: Client): string =>
    `Basic ${Buffer.from(`${one.clientId}:${one.clientSecret}`).toString('base64')}`;
  const own = { client_id: client.clientId, client_secret: client.clientSecret };
  const webOwn = { client_id: web.clientId, client_secret: web.clientSecret };
  const form = (pairs: Record<string, string>): FuzzWorld['bodies'][number] => ({
    type: FORM,
    text: new URLSearchParams(pairs).toString(),
  });
  const json = (value: object): FuzzWorld['bodies'][number] => ({ type: JSON_TYPE, text: JSON.stringify(value) });
  const token = { grant_type: 'password', username: gpiiToken, ...own };
  return {
    routes: [
      ...Object.values(CLOUD_ROUTES),
      ...Object.values(HAND_OVER_ROUTES),
      ...Object.values(HEALTH_ROUTES),
      CLOUD_ROUTES.token,
      CLOUD_ROUTES.settings,
      '/:gpiiToken/settings',
      '/preferences',
      '/connect',
      '/metrics',
      '/',
    ],
    parameters: [
      ...['grant_type', 'username', 'password', 'gpii_token', 'client_id', 'client_secret', 'scope', 'token'],
      ...['token_type_hint', 'code', 'redirect_uri', 'code_verifier', 'response_type', 'state', 'code_challenge'],
      ...['code_challenge_method', 'enrolment_key', 'machine_id', 'label', 'name', 'form_token', 'decision', 'email'],
      ...['__proto__', 'constructor', 'a[]', 'a[b]', ''],
    ],
    values: [
      ...[client.clientId, client.clientSecret, web.clientId, web.clientSecret, redirectUri, gpiiToken, accessToken],
      ...['password', 'authorization_code', 'urn:gpii:params:oauth:grant-type:gpii-token', 'settings', 'preferences'],
      ...['code', 'S256', 'allow', OWNER.email, DEVICE, 'access_token'],
    ],
    authorizations: [basic(client), basic(web), `Bearer ${accessToken}`],
    bodies: [
      form(token),
      form({ grant_type: 'urn:gpii:params:oauth:grant-type:gpii-token', gpii_token: gpiiToken, ...own }),
      form({ grant_type: 'authorization_code', code: 'gpii_ac_x_y', redirect_uri: redirectUri, ...webOwn }),
      form({ token: accessToken, ...own }),
      form({ token: accessToken, ...webOwn }),
      form({ code: 'gpii_hc_x_y', code_verifier: 'v'.repeat(43), label: 'LIB-PC-07' }),
      form({ ...own }),
      json(token),
      json({ enrolment_key: enrolmentKey, machine_id: 'machine', label: 'LIB-PC-07' }),
      json({ code: 'gpii_hc_x_y', code_verifier: 'v'.repeat(43) }),
    ],
  };
}

/** The access requester. */
export function requesterWorld(channelKey: string, gpiiToken: string): FuzzWorld {
  return {
    routes: [...Object.values(REQUESTER_ROUTES), REQUESTER_ROUTES.accessToken, ...Object.values(HEALTH_ROUTES), '/'],
    parameters: ['gpiiToken', 'gpii_token', 'token', '__proto__', 'constructor', ''],
    values: [gpiiToken, 'gpiiToken'],
    authorizations: [`Bearer ${channelKey}`, `Bearer ${channelKey}`, `Basic ${channelKey}`],
    bodies: [{ type: JSON_TYPE, text: JSON.stringify({ gpiiToken }) }],
  };
}

/** The untrusted flow manager. */
export function flowManagerWorld(gpiiToken: string): FuzzWorld {
  return {
    routes: [...Object.values(FLOW_MANAGER_ROUTES), ...Object.values(HEALTH_ROUTES), '/'],
    parameters: ['gpiiToken', 'a', '__proto__', ''],
    values: [gpiiToken, 'noUser'],
    authorizations: ['Bearer x'],
    bodies: [{ type: JSON_TYPE, text: '{}' }],
  };
}
