import { call, type Answer } from './call.ts';
import type { Client } from './make-cloud.ts';

/** The device report that the tests send, if they need no other. */
export const LINUX_DEVICE = {
  OS: { id: 'linux', version: '6.1.0' },
  solutions: [{ id: 'org.gnome.desktop.interface' }, { id: 'org.gnome.desktop.a11y.magnifier' }],
};

/** Asks the token endpoint as the access requester does. */
export function askForToken(cloudUrl: string, { clientId, clientSecret }: Client, gpiiToken: string): Promise<Answer> {
  const body = new URLSearchParams({
    grant_type: 'password',
    username: gpiiToken,
    client_id: clientId,
    client_secret: clientSecret,
  });
  return call(cloudUrl, { path: '/oauth2/access_token', body });
}

/** An access token, or an error that says why not. */
export async function getToken(cloudUrl: string, client: Client, gpiiToken: string): Promise<string> {
  const { status, json, text } = await askForToken(cloudUrl, client, gpiiToken);
  if (status !== 200 || typeof json.access_token !== 'string') throw new Error(`No access token: ${status} ${text}`);
  return json.access_token;
}

/** The path of GET settings. */
export function settingsPath(gpiiToken: string, device: unknown = LINUX_DEVICE): string {
  return `/${encodeURIComponent(gpiiToken)}/settings/${encodeURIComponent(JSON.stringify(device))}`;
}

/** Saves preferences in the first context, with PUT. */
export function savePreferences(
  cloudUrl: string,
  { gpiiToken, bearer, preferences }: { gpiiToken: string; bearer: string; preferences: object },
): Promise<Answer> {
  const path = `/${encodeURIComponent(gpiiToken)}/settings`;
  return call(cloudUrl, { method: 'PUT', path, bearer, body: { contexts: { 'gpii-default': { preferences } } } });
}

/** Asks for settings. */
export function getSettings(cloudUrl: string, gpiiToken: string, bearer: string, device?: unknown): Promise<Answer> {
  return call(cloudUrl, { path: settingsPath(gpiiToken, device), bearer });
}
