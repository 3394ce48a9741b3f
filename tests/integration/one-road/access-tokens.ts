import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { getSettings, getToken, settingsPath } from '../support/cloud-calls.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { importRecords, tokenRecord, type Cloud } from '../support/make-cloud.ts';
import { makeSecret } from '../support/secrets.ts';
import { theRoad } from '../support/the-road.ts';

describe('the cloud serves no settings without an access token', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = (await theRoad()).cloud;
  });

  const ask = (headers: Readonly<Record<string, string>>, query = ''): Promise<Answer> =>
    call(cloud.url, { path: settingsPath(cloud.people.alice) + query, headers });

  test('answers who shows one', async () => {
    const token = await getToken(cloud.url, cloud.installed, cloud.people.alice);
    const { status, json, headers } = await getSettings(cloud.url, cloud.people.alice, token);
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(Object.keys(json)).toEqual(['gpiiKey', 'preferences', 'solutionsRegistryEntries', 'matchMakerOutput']);
  });

  test.each([
    ['nothing', {}],
    ['Basic', { authorization: 'Basic YWxpY2U6c2VjcmV0' }],
    ['another scheme', { authorization: 'Digest username="alice"' }],
    ['the token without a scheme', { authorization: 'gpii_at_1_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }],
  ])('refuses %s', async (_name, headers) => {
    const answer = await ask(headers);
    await expectRefusal(answer, cloud.server, {
      status: 401,
      error: 'unauthorized',
      reason: 'access_token_missing',
      message: /Unauthorized/,
    });
    expect(answer.json.isError).toBe(true);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer(?!.*error=)/);
  });

  test.each([
    ['garbage', 'garbage'],
    ['a well-formed access token that nobody issued', `gpii_at_abc_${'a'.repeat(43)}`],
    ['an old one of 32 hexadecimal digits', '0123456789abcdef0123456789abcdef'],
  ])('refuses %s', async (_name, token) => {
    const answer = await ask({ authorization: `Bearer ${token}` });
    await expectRefusal(answer, cloud.server, {
      status: 401,
      error: 'invalid_token',
      reason: 'access_token_unknown',
      message: /unknown, was revoked or has expired/,
    });
    expect(answer.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  test.each([
    ['no token behind the scheme', 'Bearer'],
    ['two of them', 'Bearer a b'],
    ['characters that no token has', 'Bearer "ключ'],
  ])('refuses %s', async (_name, authorization) => {
    await expectRefusal(await ask({ authorization: Buffer.from(authorization).toString('latin1') }), cloud.server, {
      status: 400,
      error: 'invalid_request',
      reason: 'access_token_ambiguous',
    });
  });

  test('refuses an access token in the address, even a good one', async () => {
    const token = await getToken(cloud.url, cloud.installed, cloud.people.alice);
    await expectRefusal(await ask({}, `?access_token=${token}`), cloud.server, {
      status: 400,
      error: 'invalid_request',
      reason: 'access_token_ambiguous',
    });
  });

  test.each(['bob', 'unknown', 'revoked'] as const)(
    'refuses the access token of one person for the settings of another: %s (L10)',
    async (name) => {
      const token = await getToken(cloud.url, cloud.installed, cloud.people.alice);
      const answer = await getSettings(cloud.url, cloud.people[name], token);
      await expectRefusal(answer, cloud.server, {
        status: 403,
        error: 'insufficient_scope',
        reason: 'access_token_wrong_person',
        message: /another GPII token/,
      });
      expect(answer.headers['www-authenticate']).toContain('error="insufficient_scope"');
    },
  );

  test('refuses an access token of a GPII token that was revoked since', async () => {
    const person = makeSecret('GPII token');
    const record = tokenRecord(person, {});
    await importRecords(cloud.dataDir, JSON.stringify(record));
    const token = await getToken(cloud.url, cloud.installed, person);
    expect((await getSettings(cloud.url, person, token)).status).toBe(200);
    await importRecords(cloud.dataDir, JSON.stringify({ ...record, revokedAt: new Date().toISOString() }));
    await expectRefusal(await getSettings(cloud.url, person, token), cloud.server, {
      status: 401,
      error: 'invalid_token',
      reason: 'access_token_unknown',
    });
  });

  test('refuses a device report that is none', async () => {
    const bearer = await getToken(cloud.url, cloud.installed, cloud.people.alice);
    const path = `/${encodeURIComponent(cloud.people.alice)}/settings/${encodeURIComponent('{"OS":')}`;
    await expectRefusal(await call(cloud.url, { path, bearer }), cloud.server, {
      status: 400,
      error: 'invalid_request',
      reason: 'device_malformed',
    });
  });
});
