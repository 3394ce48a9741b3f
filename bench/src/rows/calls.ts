import { CLOUD_ROUTES, GPII_TOKEN_GRANT, REQUESTER_ROUTES, tokenAnswerSchema } from '@gpii/protocol';
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
  const credential = { client_id: clientId, client_secret: clientSecret };
  return gpiiTokens.map((username) => {
    // The password means nothing here; installs in the field send one, and oauth2orize must have one.
    const form = { grant_type: 'password', username, password: 'dummy', ...credential };
    return formCall(url, CLOUD_ROUTES.token, form);
  });
}

/** The same by the extension grant, for a peer that has no password grant. */
export function gpiiTokenGrantCalls(url: string, { clientId, clientSecret, gpiiTokens }: BenchPeople): readonly Call[] {
  return gpiiTokens.map((gpii_token) => {
    const form = { grant_type: GPII_TOKEN_GRANT, gpii_token, client_id: clientId, client_secret: clientSecret };
    return formCall(url, CLOUD_ROUTES.token, form);
  });
}

/** An introspection of each of some access tokens. */
export function introspectCalls(
  url: string,
  { clientId, clientSecret }: BenchPeople,
  accessTokens: readonly string[],
): readonly Call[] {
  return accessTokens.map((token) =>
    formCall(url, CLOUD_ROUTES.introspect, { token, client_id: clientId, client_secret: clientSecret }),
  );
}

/** An access token for each of these token requests. */
export async function askForAccessTokens(client: HttpClient, calls: readonly Call[]): Promise<readonly string[]> {
  const accessTokens: string[] = [];
  for (const call of calls) {
    const { access_token } = parseAnswer('The token endpoint', await client.send(call), tokenAnswerSchema);
    accessTokens.push(access_token);
  }
  return accessTokens;
}

function formCall(url: string, path: string, form: Readonly<Record<string, string>>): Call {
  return { url, method: 'POST', path, headers: FORM, body: new URLSearchParams(form).toString() };
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
  const accessTokens = await askForAccessTokens(client, tokenCalls(url, people));
  return accessTokens.map((accessToken, index) => {
    const path = CLOUD_ROUTES.settings
      .replace(':gpiiToken', encodeURIComponent(takeTurn(people.gpiiTokens, index)))
      .replace(':device', encodeURIComponent(deviceText));
    return { url, method: 'GET', path, headers: { Authorization: `Bearer ${accessToken}` } };
  });
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
