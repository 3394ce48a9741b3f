import { readFile } from 'node:fs/promises';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { expectRefusal, type ExpectedRefusal } from '../support/expect-refusal.ts';
import { keyIn, keyOut, whoIsKeyedIn } from '../support/local-calls.ts';
import { importRecords, tokenRecord, type Client } from '../support/make-cloud.ts';
import { makeSecret } from '../support/secrets.ts';
import type { LogLine } from '../support/server-log.ts';
import { startFlowManager, type WholeRoad } from '../support/start-whole-road.ts';
import { theBuild, theRoad } from '../support/the-road.ts';
import { makeComputer } from '../support/computer.ts';

describe('a key-in that is refused somewhere on the road', () => {
  let road: WholeRoad;
  let marks: { cloud: number; requester: number };
  beforeAll(async () => {
    road = await theRoad();
  });
  beforeEach(() => {
    marks = { cloud: road.cloud.server.log.mark(), requester: road.requester.log.mark() };
  });
  afterEach(async () => {
    await road.computer.replaceCredential(road.cloud.installed);
  });

  /** What the cloud was asked for access tokens in this test. */
  const tokenRequests = (): readonly LogLine[] =>
    road.cloud.server.log
      .lines()
      .slice(marks.cloud)
      .filter(({ route }) => route === CLOUD_ROUTES.token);

  async function stateOfRequester(): Promise<unknown> {
    const bearer = (await readFile(road.computer.channelKeyFile, 'utf8')).trim();
    return (await call(road.requester.url, { path: '/status', bearer })).json.state;
  }

  /** Keys in, and checks what the person gets and what each server logs. */
  async function expectRefusedKeyIn(
    gpiiToken: string,
    expected: ExpectedRefusal & { requesterReason?: string; cloudReason?: string },
  ): Promise<void> {
    await expectRefusal(await keyIn(road.flowManager.url, gpiiToken), road.flowManager, expected);
    const { requesterReason, cloudReason } = expected;
    if (requesterReason !== undefined) await road.requester.log.withReason(marks.requester, requesterReason);
    if (cloudReason !== undefined) await road.cloud.server.log.withReason(marks.cloud, cloudReason);
    expect(await whoIsKeyedIn(road.flowManager.url)).toBeNull();
  }

  test.each(['unknown', 'revoked'] as const)('says that a key is not known: %s GPII token', async (name) => {
    await expectRefusedKeyIn(road.cloud.people[name], {
      status: 404,
      error: 'unknown_gpii_token',
      reason: 'gpii_token_unknown',
      message: /^We don't know this key\. Try again, or ask the staff for help\.$/,
      requesterReason: 'gpii_token_unknown',
      cloudReason: 'gpii_token_unknown',
    });
  });

  test('says that the computer is not connected: wrong secret', async () => {
    await road.computer.replaceCredential({ ...road.cloud.installed, clientSecret: makeSecret('client secret') });
    await expectRefusedKeyIn(await road.cloud.newPerson(), {
      status: 409,
      error: 'credential_refused',
      reason: 'credential_refused',
      message: /Tell the staff: code 401-R/,
      requesterReason: 'credential_refused',
      cloudReason: 'client_secret_wrong',
    });
  });

  test('does not show a refused secret to the cloud again and again (L06)', async () => {
    await road.computer.replaceCredential({ ...road.cloud.installed, clientSecret: makeSecret('client secret') });
    const [one, other] = [await road.cloud.newPerson(), await road.cloud.newPerson()];
    for (const person of [one, other, one]) {
      const answer = await keyIn(road.flowManager.url, person);
      expect({ status: answer.status, error: answer.json.error }).toEqual({ status: 409, error: 'credential_refused' });
      expect(answer.json.retry_after).toBeGreaterThan(20);
    }
    expect(tokenRequests()).toMatchObject([{ reason: 'client_secret_wrong' }]);
    expect(await stateOfRequester()).toBe('refused');
  });

  test('says that the computer is not connected: unknown client id', async () => {
    const stranger: Client = { clientId: 'client-of-another-cloud', clientSecret: makeSecret('client secret') };
    await road.computer.replaceCredential(stranger);
    await expectRefusedKeyIn(await road.cloud.newPerson(), {
      status: 409,
      error: 'credential_refused',
      reason: 'credential_refused',
      requesterReason: 'credential_refused',
      cloudReason: 'client_unknown',
    });
  });

  test('says that the computer is not connected: revoked credential', async () => {
    await road.computer.replaceCredential(road.cloud.revoked);
    await expectRefusedKeyIn(await road.cloud.newPerson(), {
      status: 409,
      error: 'credential_refused',
      reason: 'credential_refused',
      requesterReason: 'credential_revoked',
      cloudReason: 'credential_revoked',
    });
  });

  test('refuses a credential of a web application', async () => {
    await road.computer.replaceCredential(road.cloud.web);
    await expectRefusedKeyIn(await road.cloud.newPerson(), {
      status: 502,
      error: 'cloud_error',
      reason: 'cloud_unavailable',
      requesterReason: 'grant_not_allowed',
      cloudReason: 'grant_not_allowed',
    });
  });

  test('is local-only without a credential (L04)', async () => {
    await road.computer.removeCredential();
    await expectRefusedKeyIn(await road.cloud.newPerson(), {
      status: 503,
      error: 'no_client_credential',
      reason: 'no_client_credential',
      message: /^We don't know this key\. Try again, or ask the staff for help\.$/,
      requesterReason: 'no_client_credential',
    });
    expect(await stateOfRequester()).toBe('local-only');
    expect(tokenRequests()).toEqual([]);
  });

  test('keeps the credential that it has when the file becomes one that cannot be used', async () => {
    const [one, other] = [await road.cloud.newPerson(), await road.cloud.newPerson()];
    expect((await keyIn(road.flowManager.url, one)).status).toBe(200);
    await road.computer.replaceCredentialText('{"installed": {"client_id": 5}}');
    expect((await keyIn(road.flowManager.url, other)).status).toBe(200);
    await road.requester.log.withReason(marks.requester, 'credential_file_malformed');
    expect((await keyOut(road.flowManager.url, other)).status).toBe(200);
  });

  // A socket has owner and mode in place of a key.
  test.skipIf(theBuild() !== 'tcp')('refuses a flow manager that shows the wrong channel key', async () => {
    const stranger = await makeComputer();
    const flowManager = await startFlowManager(stranger, {
      cloudUrl: road.cloud.url,
      requesterUrl: road.requester.url,
    });
    await expectRefusal(await keyIn(flowManager.url, road.cloud.people.alice), flowManager, {
      status: 502,
      error: 'requester_error',
      reason: 'requester_refused_channel',
    });
    await road.requester.log.withReason(marks.requester, 'channel_key_wrong');
    expect(tokenRequests()).toEqual([]);
  });

  test('keys in with instructions for nothing, when the client may create GPII tokens', async () => {
    await road.computer.replaceCredential(road.cloud.creator);
    const answer = await keyIn(road.flowManager.url, road.cloud.people.unknown);
    expect(answer.json.message, answer.text).toBe('Keyed in. GPII Cloud sent no settings for this computer.');
    expect((await keyOut(road.flowManager.url, road.cloud.people.unknown)).status).toBe(200);
  });

  test('keys in with a GPII token that was imported a moment ago', async () => {
    const newcomer = makeSecret('GPII token');
    await expectRefusedKeyIn(newcomer, { status: 404, error: 'unknown_gpii_token', reason: 'gpii_token_unknown' });
    const record = tokenRecord(newcomer, { 'http://registry.gpii.net/common/fontSize': 30 });
    await importRecords(road.cloud.dataDir, JSON.stringify(record));
    expect((await keyIn(road.flowManager.url, newcomer)).status).toBe(200);
    expect((await keyOut(road.flowManager.url, newcomer)).status).toBe(200);
  });
});
