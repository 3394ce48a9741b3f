import { readFile } from 'node:fs/promises';
import { call, type Answer } from './call.ts';

/** What one does at a flow manager. */
export type Act = 'login' | 'logout' | 'proximityTriggered';

/** Keys in or out, or taps. */
export function act(flowManagerUrl: string, gpiiToken: string, name: Act, method = 'POST'): Promise<Answer> {
  return call(flowManagerUrl, { method, path: `/user/${encodeURIComponent(gpiiToken)}/${name}` });
}

/** Keys in. */
export function keyIn(flowManagerUrl: string, gpiiToken: string): Promise<Answer> {
  return act(flowManagerUrl, gpiiToken, 'login');
}

/** Keys out. */
export function keyOut(flowManagerUrl: string, gpiiToken: string): Promise<Answer> {
  return act(flowManagerUrl, gpiiToken, 'logout');
}

/** `GET /user`: who is keyed in. */
export async function whoIsKeyedIn(flowManagerUrl: string): Promise<unknown> {
  return (await call(flowManagerUrl, { path: '/user' })).json.keyedIn;
}

/** Asks an access requester for an access token as the flow manager does. */
export async function askRequester(url: string, channelKeyFile: string, gpiiToken: string): Promise<Answer> {
  const bearer = (await readFile(channelKeyFile, 'utf8')).trim();
  return call(url, { path: '/access-token', body: { gpiiToken }, bearer });
}
