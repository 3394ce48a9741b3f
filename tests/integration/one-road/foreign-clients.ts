import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { settingsAnswerSchema, tokenAnswerSchema } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { askForToken, getSettings, settingsPath } from '../support/cloud-calls.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import type { Client, Cloud } from '../support/make-cloud.ts';
import { keepSecret, makeSecret } from '../support/secrets.ts';
import { theRoad } from '../support/the-road.ts';

const run = promisify(execFile);

describe('clients that this project did not write', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = (await theRoad()).cloud;
  });

  const oldRequest = ({ clientId, clientSecret }: Client, gpiiToken: string): Promise<Answer> =>
    call(cloud.url, {
      path: '/access_token',
      body: {
        grant_type: 'password',
        client_id: clientId,
        client_secret: clientSecret,
        username: gpiiToken,
        password: 'dummy',
      },
    });

  test('an old install gets expiresIn for its JSON request, and its settings with the token', async () => {
    const { alice } = cloud.people;
    const answer = await oldRequest(cloud.installed, alice);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', pragma: 'no-cache' });
    expect(answer.json).toMatchObject({ expiresIn: 3600, expires_in: 3600, token_type: 'Bearer' });
    const settings = await getSettings(cloud.url, alice, String(answer.json.access_token));
    const { gpiiKey, matchMakerOutput } = settingsAnswerSchema.parse(settings.json);
    expect(gpiiKey).toBe(alice);
    expect(matchMakerOutput.inferredConfiguration['gpii-default']?.applications).toMatchObject({
      'org.gnome.desktop.interface': {
        active: true,
        settings: { 'http://registry.gpii.net/common/fontSize': 24 },
      },
    });
  });

  test('an old install with a wrong secret is refused as the RFC has it', async () => {
    const wrong = { ...cloud.installed, clientSecret: makeSecret('client secret') };
    const answer = await oldRequest(wrong, cloud.people.alice);
    await expectRefusal(answer, cloud.server, {
      status: 401,
      error: 'invalid_client',
      reason: 'client_secret_wrong',
    });
    expect(answer.headers['www-authenticate']).toMatch(/^Basic /);
  });

  test('the strict address takes no JSON', async () => {
    const answer = await call(cloud.url, {
      path: '/oauth2/access_token',
      body: { grant_type: 'password', username: cloud.people.alice },
    });
    await expectRefusal(answer, cloud.server, {
      status: 400,
      error: 'invalid_request',
      reason: 'media_type_unsupported',
    });
  });

  test('the strict address answers without expiresIn', async () => {
    const { json } = await askForToken(cloud.url, cloud.installed, cloud.people.bob);
    expect(tokenAnswerSchema.parse(json).expires_in).toBe(3600);
    expect(json).not.toHaveProperty('expiresIn');
  });

  test('gives a new access token each time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => askForToken(cloud.url, cloud.installed, cloud.people.alice)),
    );
    expect(new Set(answers.map(({ json }) => json.access_token)).size).toBe(5);
  });

  async function curl(...args: string[]): Promise<Record<string, unknown>> {
    const { stdout } = await run('curl', ['--silent', '--show-error', '--max-time', '20', ...args]);
    return JSON.parse(stdout) as Record<string, unknown>;
  }

  test.each(['alice', 'unicode', 'slash'] as const)('curl gets a token in and settings out: %s', async (name) => {
    const gpiiToken = cloud.people[name];
    const { clientId, clientSecret } = cloud.installed;
    const answer = await curl(
      ...['--user', `${clientId}:${clientSecret}`],
      ...['--data-urlencode', 'grant_type=password', '--data-urlencode', `username=${gpiiToken}`],
      `${cloud.url}/oauth2/access_token`,
    );
    const token = keepSecret('access token', tokenAnswerSchema.parse(answer).access_token);
    const settings = await curl('--header', `Authorization: Bearer ${token}`, cloud.url + settingsPath(gpiiToken));
    expect(settingsAnswerSchema.parse(settings).gpiiKey).toBe(gpiiToken);
  });

  test('curl is told what is wrong with its request', async () => {
    const answer = await curl('--data-urlencode', `username=${cloud.people.alice}`, `${cloud.url}/oauth2/access_token`);
    expect(answer).toMatchObject({ error: 'invalid_request' });
    expect(answer.error_description).toMatch(/grant_type is missing/);
  });
});
