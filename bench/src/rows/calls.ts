import { CLOUD_ROUTES, REQUESTER_ROUTES, tokenAnswerSchema } from '@gpii/protocol';
import { WrongAnswerError } from '../measure/contestant.ts';
import type { Answer, Call, HttpClient } from '../measure/http-client.ts';
import type { BenchPeople } from '../stage/bench-data.ts';

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** One element of a list, going round and round. */
export function takeTurn<T>(list: readonly T[], turn: number): T {
  const taken = list[turn % list.length];
  if (taken === undefined) throw new RangeError('The list is empty');
  return taken;
}

/** A token request to each server, one for each GPII token. */
export function tokenCalls(url: string, { clientId, clientSecret, gpiiTokens }: BenchPeople): readonly Call[] {
  return gpiiTokens.map((username) => {
    const form = { grant_type: 'password', username, client_id: clientId, client_secret: clientSecret };
    const body = new URLSearchParams(form).toString();
    return { url, method: 'POST', path: CLOUD_ROUTES.token, headers: FORM, body };
  });
}

/** A request to the access requester for each GPII token. */
export function requesterCalls(url: string, { channelKey, gpiiTokens }: BenchPeople): readonly Call[] {
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${channelKey}` };
  return gpiiTokens.map((gpiiToken) => {
    return { url, method: 'POST', path: REQUESTER_ROUTES.accessToken, headers, body: JSON.stringify({ gpiiToken }) };
  });
}

/** A settings request for each GPII token, each with an access token that is asked for now. */
export async function settingsCalls(
  client: HttpClient,
  { url, people, deviceText }: { url: string; people: BenchPeople; deviceText: string },
): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (const [index, call] of tokenCalls(url, people).entries()) {
    const { access_token } = parseAnswer('The token endpoint', await client.send(call), tokenAnswerSchema);
    const path = CLOUD_ROUTES.settings
      .replace(':gpiiToken', encodeURIComponent(takeTurn(people.gpiiTokens, index)))
      .replace(':device', encodeURIComponent(deviceText));
    calls.push({ url, method: 'GET', path, headers: { Authorization: `Bearer ${access_token}` } });
  }
  return calls;
}

/**
 * Checks an answer: status 200 and JSON of the right shape.
 *
 * @throws WrongAnswerError
 */
export function parseAnswer<T>(what: string, answer: Answer, schema: { parse(value: unknown): T }): T {
  if (answer.status !== 200) throw new WrongAnswerError(what, answer);
  try {
    return schema.parse(JSON.parse(answer.body.toString('utf8')));
  } catch (error) {
    throw new WrongAnswerError(what, answer, error);
  }
}
