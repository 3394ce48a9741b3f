import type { Answer, Call, HttpClient } from '@gpii/bench';
import { CLOUD_ROUTES } from '@gpii/protocol';
import type { Client } from './records.ts';

/** An answer with its JSON object; empty where it has none. */
export interface JsonAnswer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly headers: Answer['headers'];
  readonly durationMs: number;
}

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Reads the JSON of an answer. */
export function readJson({ status, headers, body, durationMs }: Answer): JsonAnswer {
  try {
    const json = JSON.parse(body.toString('utf8')) as Record<string, unknown>;
    return { status, headers, json, durationMs };
  } catch {
    return { status, headers, json: {}, durationMs };
  }
}

/** A form to an address. */
export function formCall(url: string, path: string, form: Readonly<Record<string, string>>): Call {
  return { url, method: 'POST', path, headers: FORM, body: new URLSearchParams(form).toString() };
}

/** A token request for a GPII token. */
export function tokenCall(url: string, { clientId, clientSecret }: Client, gpiiToken: string): Call {
  const form = { grant_type: 'password', username: gpiiToken, client_id: clientId, client_secret: clientSecret };
  return formCall(url, CLOUD_ROUTES.token, form);
}

/** A question about an access token. */
export function introspectCall(url: string, { clientId, clientSecret }: Client, token: string): Call {
  return formCall(url, CLOUD_ROUTES.introspect, { token, client_id: clientId, client_secret: clientSecret });
}

/** The end of an access token. */
export function revokeCall(url: string, { clientId, clientSecret }: Client, token: string): Call {
  return formCall(url, CLOUD_ROUTES.revoke, { token, client_id: clientId, client_secret: clientSecret });
}

/** GET settings for a Linux computer. */
export function settingsCall(url: string, gpiiToken: string, accessToken: string): Call {
  const device = JSON.stringify({
    OS: { id: 'linux', version: '6.1.0' },
    solutions: [{ id: 'org.gnome.desktop.interface' }],
  });
  const path = CLOUD_ROUTES.settings
    .replace(':gpiiToken', encodeURIComponent(gpiiToken))
    .replace(':device', encodeURIComponent(device));
  return { url, method: 'GET', path, headers: { Authorization: `Bearer ${accessToken}` } };
}

/**
 * An access token.
 *
 * @throws Error with the status when there is none.
 */
export async function getToken(
  http: HttpClient,
  url: string,
  { client, gpiiToken }: { client: Client; gpiiToken: string },
): Promise<string> {
  const { status, json } = readJson(await http.send(tokenCall(url, client, gpiiToken)));
  if (status !== 200 || typeof json.access_token !== 'string') throw new Error(`No access token: ${status}`);
  return json.access_token;
}

/**
 * Whether an access token is good, as introspection says.
 *
 * @throws Error with the status when it says neither.
 */
export async function isActive(
  http: HttpClient,
  url: string,
  { client, accessToken }: { client: Client; accessToken: string },
): Promise<boolean> {
  const { status, json } = readJson(await http.send(introspectCall(url, client, accessToken)));
  if (status !== 200 || typeof json.active !== 'boolean') throw new Error(`Introspection answers ${status}`);
  return json.active;
}
