import type { Call, HttpClient } from '@gpii/bench';
import { HEALTH_ROUTES } from '@gpii/protocol';
import type { Random } from '../measure/random.ts';
import { getToken, introspectCall, revokeCall, settingsCall, tokenCall } from '../stage/calls.ts';
import type { Client } from '../stage/records.ts';

/** Who asks in the flows, and whom. */
export interface FlowPlace {
  readonly http: HttpClient;
  readonly url: string;
  readonly client: Client;
  readonly gpiiTokens: readonly string[];
  readonly random: Random;
}

/** An access token that was issued in a flow. */
interface Held {
  readonly gpiiToken: string;
  readonly accessToken: string;
}

/** How many access tokens are kept to be asked about, so that old ones are too. */
const HELD = 20_000;

/**
 * One of the things that computers and web applications do, chosen by chance; throws when the answer is not the right one.
 * Of 100: 40 token requests, 30 settings, 15 introspections, 5 revocations, 5 wrong secrets, 5 health checks.
 */
export function createFlows({ http, url, client, gpiiTokens, random }: FlowPlace): () => Promise<void> {
  const held: Held[] = [];

  async function expectStatus(what: string, call: Call, status: number): Promise<void> {
    const answer = await http.send(call);
    if (answer.status !== status) throw new Error(`${what}: ${answer.status}, not ${status}`);
  }

  async function issue(): Promise<void> {
    const gpiiToken = random.pick(gpiiTokens);
    const accessToken = await getToken(http, url, { client, gpiiToken });
    if (held.length < HELD) held.push({ gpiiToken, accessToken });
    else held[random.integer(0, HELD - 1)] = { gpiiToken, accessToken };
  }

  /** Of one that no other flow knows: those that are held stay good. */
  async function revokeOne(): Promise<void> {
    const accessToken = await getToken(http, url, { client, gpiiToken: random.pick(gpiiTokens) });
    await expectStatus('revoke', revokeCall(url, client, accessToken), 200);
  }

  return async () => {
    const what = random.integer(1, 100);
    if (held.length < 100 || what <= 40) return issue();
    const { gpiiToken, accessToken } = random.pick(held);
    if (what <= 70) return expectStatus('settings', settingsCall(url, gpiiToken, accessToken), 200);
    if (what <= 85) return expectStatus('introspect', introspectCall(url, client, accessToken), 200);
    if (what <= 90) return revokeOne();
    const wrong = { ...client, clientSecret: `not-${client.clientSecret}` };
    if (what <= 95) return expectStatus('wrong secret', tokenCall(url, wrong, gpiiToken), 401);
    return expectStatus('ready', { url, method: 'GET', path: HEALTH_ROUTES.ready }, 200);
  };
}
