import { CLIENTS, GPII_TOKEN } from './records.ts';
import { send, type RawAnswer } from './raw-http.ts';

/** A form: pairs, so that a name can come twice; or text that is sent as it stands. */
export type Form = [string, string][] | string | Record<string, string>;

export const TOKEN = '/oauth2/access_token';
export const REVOKE = '/oauth2/revoke';
export const INTROSPECT = '/oauth2/introspect';
export const API = `/${GPII_TOKEN}/settings/%7B%22OS%22%3A%7B%22id%22%3A%22linux%22%7D%2C%22solutions%22%3A%5B%5D%7D`;

const FORM_TYPE = 'Content-Type: application/x-www-form-urlencoded';

/** A proper token request of the library's computer. */
export const GRANT = {
  grant_type: 'password',
  username: GPII_TOKEN,
  client_id: CLIENTS.library.id,
  client_secret: CLIENTS.library.secret,
} as const;

/** The form as text. */
export function encode(form: Form): string {
  return typeof form === 'string' ? form : new URLSearchParams(form).toString();
}

/** Posts a form. */
export function post(port: number, path: string, form: Form, headers: readonly string[] = []): Promise<RawAnswer> {
  const type = headers.some((line) => /^content-type:/i.test(line)) ? [] : [FORM_TYPE];
  return send(port, { method: 'POST', path, headers: [...type, ...headers], body: encode(form) });
}

/** The Authorization header of RFC 6749 §2.3.1. */
export function basic(id: string, secret: string): string {
  const encoded = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  return `Authorization: Basic ${Buffer.from(encoded).toString('base64')}`;
}

/** A fresh access token for settings. */
export async function issueToken(port: number): Promise<string> {
  const { json } = await post(port, TOKEN, GRANT);
  return String(json.access_token);
}

/** Asks the protected resource. */
export function askApi(port: number, accessToken: string): Promise<RawAnswer> {
  return send(port, { path: API, headers: [`Authorization: Bearer ${accessToken}`] });
}
