import { randomUUID } from 'node:crypto';
import type { HttpClient } from '@gpii/bench';
import type { Random } from '../measure/random.ts';
import { readJson, revokeCall, tokenCall, type JsonAnswer } from '../stage/calls.ts';
import { operate, type ProofCloud } from '../stage/proof-cloud.ts';
import { OWNER } from '../stage/records.ts';
import type { Acknowledged, KnownCredential, KnownSecret, KnownToken } from './model.ts';

/** What a writer works with. Its credentials are its own, so at most one act on each is under way at a kill. */
export interface WriterPlace {
  readonly http: HttpClient;
  readonly cloud: ProofCloud;
  readonly random: Random;
  readonly gpiiTokens: readonly string[];
  readonly acknowledged: Acknowledged;
}

/** The server is gone: nothing else ends a writer. */
class ServerGoneError extends Error {}

/** Creates, edits, rotates, revokes and issues, one act after the other, until the server is gone. */
export async function writeUntilKilled(place: WriterPlace): Promise<void> {
  const own: KnownCredential[] = [];
  const tokens: KnownToken[] = [];
  try {
    for (;;) await actOnce(place, own, tokens);
  } catch (error) {
    if (!(error instanceof ServerGoneError)) throw error;
  }
}

async function actOnce(place: WriterPlace, own: KnownCredential[], tokens: KnownToken[]): Promise<void> {
  const { random } = place;
  const credential = own.length === 0 || random.chance(0.2) ? undefined : random.pick(own);
  if (credential === undefined) {
    const created = await create(place);
    if (created !== undefined) own.push(created);
    return;
  }
  const secret = credential.secrets.filter(isGood).at(-1);
  const what = random.integer(1, 100);
  if (secret === undefined || what <= 10) {
    await revokeCredential(place, credential);
    own.splice(own.indexOf(credential), 1);
  } else if (what <= 20) await edit(place, credential);
  else if (what <= 35) await rotate(place, credential, secret);
  else if (what <= 42) await revokeSecret(place, credential, secret);
  else if (what <= 50 && tokens.length > 0) await revokeToken(place, random.pick(tokens));
  else {
    const issued = await issue(place, credential, secret);
    if (issued !== undefined) tokens.push(issued);
  }
}

async function create(place: WriterPlace): Promise<KnownCredential | undefined> {
  const name = `Computer ${randomUUID()}`;
  const made = await act(place, 'credentials-create', { type: 'installed', name, owner: OWNER.email });
  if (made === undefined) return undefined;
  const credential: KnownCredential = {
    clientId: String(made.json.clientId),
    names: [name],
    secrets: [],
    revoked: 'no',
  };
  place.acknowledged.credentials.push(credential);
  const { clientId } = credential;
  keepSecret(credential, await act(place, 'credentials-hand-out', { clientId, label: 'first' }));
  return credential;
}

/** An import of its record is how an operator edits a credential. */
async function edit(place: WriterPlace, credential: KnownCredential): Promise<void> {
  const { clientId, names } = credential;
  const name = `Renamed ${randomUUID()}`;
  credential.names = [...names, name];
  const record = { kind: 'clientCredential', clientId, type: 'installed', name, owner: OWNER.email, secrets: [] };
  if ((await act(place, 'import-records', { records: [record] })) !== undefined) credential.names = [name];
}

async function rotate(place: WriterPlace, credential: KnownCredential, old: KnownSecret): Promise<void> {
  const { clientId } = credential;
  const { secretId, replaces } = old;
  if (replaces?.ended === 'no') replaces.ended = 'maybe';
  const answer = await act(place, 'credentials-rotate', { clientId, secretId, overlapHours: 24 });
  if (answer === undefined) return;
  if (replaces !== undefined) replaces.ended = 'yes';
  keepSecret(credential, answer, old);
}

async function revokeCredential(place: WriterPlace, credential: KnownCredential): Promise<void> {
  credential.revoked = 'maybe';
  const answer = await act(place, 'credentials-revoke', { clientId: credential.clientId, reason: 'proof' });
  if (answer !== undefined) credential.revoked = 'yes';
}

async function revokeSecret(place: WriterPlace, { clientId }: KnownCredential, secret: KnownSecret): Promise<void> {
  secret.revoked = 'maybe';
  const answer = await act(place, 'credentials-revoke', { clientId, secretId: secret.secretId, reason: 'proof' });
  if (answer !== undefined) secret.revoked = 'yes';
}

async function revokeToken(place: WriterPlace, token: KnownToken): Promise<void> {
  const { credential, secret, accessToken } = token;
  if (token.revoked !== 'no' || credential.revoked !== 'no' || !isGood(secret)) return;
  token.revoked = 'maybe';
  const answer = await ask(() => place.http.send(revokeCall(place.cloud.url, secret, accessToken)).then(readJson));
  if (accept(place, 'oauth2/revoke', answer) !== undefined) token.revoked = 'yes';
}

async function issue(
  place: WriterPlace,
  credential: KnownCredential,
  secret: KnownSecret,
): Promise<KnownToken | undefined> {
  const call = tokenCall(place.cloud.url, secret, place.random.pick(place.gpiiTokens));
  const answer = accept(place, 'token request', await ask(() => place.http.send(call).then(readJson)));
  if (answer === undefined) return undefined;
  const token: KnownToken = { accessToken: String(answer.json.access_token), credential, secret, revoked: 'no' };
  place.acknowledged.tokens.push(token);
  return token;
}

/** Has an operation done that leaves an audit record. */
async function act(place: WriterPlace, operation: string, input: object): Promise<JsonAnswer | undefined> {
  const requestId = randomUUID();
  const answer = await ask(() => operate(place.http, place.cloud, { operation, input, requestId }));
  const accepted = accept(place, operation, answer);
  if (accepted !== undefined) place.acknowledged.audited.set(requestId, operation);
  return accepted;
}

async function ask(send: () => Promise<JsonAnswer>): Promise<JsonAnswer> {
  try {
    return await send();
  } catch (error) {
    throw new ServerGoneError('The server is gone', { cause: error });
  }
}

function accept({ acknowledged }: WriterPlace, what: string, answer: JsonAnswer): JsonAnswer | undefined {
  if (answer.status === 200) {
    acknowledged.count += 1;
    return answer;
  }
  acknowledged.refused.push(`${what}: ${answer.status} ${JSON.stringify(answer.json)}`);
  return undefined;
}

function keepSecret(
  { clientId, secrets }: KnownCredential,
  answer: JsonAnswer | undefined,
  replaces?: KnownSecret,
): void {
  if (answer === undefined) return;
  const { secretId, file } = answer.json as { secretId: string; file: { installed: { client_secret: string } } };
  const clientSecret = file.installed.client_secret;
  const before = replaces === undefined ? {} : { replaces };
  secrets.push({ clientId, clientSecret, secretId, ...before, revoked: 'no', ended: 'no' });
}

function isGood({ revoked, ended }: KnownSecret): boolean {
  return revoked === 'no' && ended === 'no';
}
