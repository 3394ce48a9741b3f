import { beforeAll, describe, expect, test } from 'vitest';
import { call, type Answer } from '../support/call.ts';
import { getSettings as askOnce, getToken, savePreferences } from '../support/cloud-calls.ts';
import type { Client } from '../support/make-cloud.ts';
import { makeSecret } from '../support/secrets.ts';
import { makeComputer } from '../support/computer.ts';
import { expectRefusal } from '../support/expect-refusal.ts';
import { keyIn } from '../support/local-calls.ts';
import { runningMs } from '../support/running-clock.ts';
import { startApart, type Apart } from '../support/start-apart.ts';
import { startFlowManager, startRequester } from '../support/start-whole-road.ts';
import { until } from '../support/until.ts';

/** How long an answer of the auth server may be used (DESIGN §5). */
const LEASE_MS = 1_000;
const TRIALS = 20;

function revoke(apart: Apart, token: string): Promise<Answer> {
  const { clientId, clientSecret } = apart.installed;
  const body = new URLSearchParams({ token, client_id: clientId, client_secret: clientSecret });
  return call(apart.authServer.url, { path: '/oauth2/revoke', body });
}

/** @returns How long after the revocation was answered the last request began that was still served. */
async function revokeAndWatch(apart: Apart, gpiiToken: string): Promise<number> {
  const token = await getToken(apart.authServer.url, apart.installed, gpiiToken);
  expect((await getSettings(apart.settings.url, gpiiToken, token)).status).toBe(200);
  expect((await revoke(apart, token)).status).toBe(200);
  const revokedAt = performance.now();
  let lastServed = 0;
  await until('the access token is refused', async () => {
    const beganAfter = performance.now() - revokedAt;
    const { status } = await getSettings(apart.settings.url, gpiiToken, token);
    if (status === 200) lastServed = beganAfter;
    return status === 401;
  });
  return lastServed;
}

/** Where no fault is made: a machine that stalls longer than an introspection may take makes a 503, and is asked again. */
function getSettings(...args: Parameters<typeof askOnce>): Promise<Answer> {
  return until('the settings endpoints hear from the auth server', async () => {
    const answer = await askOnce(...args);
    return answer.status !== 503 && answer;
  });
}

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = runningMs();
  return [await work(), runningMs() - startedAt];
}

let apart: Apart;
beforeAll(async () => {
  apart = await startApart();
});

describe('an auth server and settings endpoints that run apart', () => {
  test('key a person in together', async () => {
    const computer = await makeComputer(apart.installed);
    const requester = await startRequester(computer, apart.authServer.url);
    const flowManager = await startFlowManager(computer, {
      cloudUrl: apart.settings.url,
      requesterUrl: requester.url,
    });
    expect((await keyIn(flowManager.url, apart.people.alice)).status).toBe(200);
  });

  test('have only what is theirs', async () => {
    const { authServer, settings, people } = apart;
    expect((await getSettings(authServer.url, people.alice, 'x')).status).toBe(404);
    for (const path of ['/oauth2/access_token', '/oauth2/introspect', '/client-credentials/request']) {
      expect((await call(settings.url, { path, body: new URLSearchParams({ a: 'b' }) })).status, path).toBe(404);
    }
  });

  test(`refuse what was revoked, at the latest for requests that begin 1 s later (${TRIALS} trials)`, async () => {
    const trials = Array.from({ length: TRIALS }, () => revokeAndWatch(apart, apart.people.alice));
    const lastServed = (await Promise.all(trials)).sort((a, b) => a - b);
    console.info(
      `still served after a revocation, ms: median ${(lastServed[TRIALS / 2] ?? 0).toFixed(0)}, ` +
        `max ${(lastServed.at(-1) ?? 0).toFixed(0)}`,
    );
    expect(lastServed.at(-1)).toBeLessThanOrEqual(LEASE_MS);
  });

  test('save what the client may write, though the auth server alone knows the clients', async () => {
    const { authServer, settings, installed, creator, limited, people } = apart;
    const save = async (client: Client, gpiiToken: string, term: string): Promise<Answer> => {
      const bearer = await getToken(authServer.url, client, gpiiToken);
      const preferences = { [`http://registry.gpii.net/common/${term}`]: 20 };
      return savePreferences(settings.url, { gpiiToken, bearer, preferences });
    };
    expect((await save(installed, people.bob, 'fontSize')).status).toBe(200);
    expect((await save(limited, people.bob, 'fontSize')).status).toBe(200);
    const refusal = { status: 401, error: 'insufficient_scope', reason: 'preferences_not_allowed' };
    await expectRefusal(await save(limited, people.bob, 'magnification'), settings, refusal);
    expect((await save(creator, makeSecret('GPII token', 'fresh-'), 'fontSize')).status).toBe(200);
    const bearer = await getToken(authServer.url, installed, people.bob);
    const { text } = await getSettings(settings.url, people.bob, bearer);
    expect(text).toContain('"http://registry.gpii.net/common/fontSize":20');
  });

  test('tell the person of another access token from a bad one', async () => {
    const { alice, bob } = apart.people;
    const token = await getToken(apart.authServer.url, apart.installed, alice);
    await expectRefusal(await getSettings(apart.settings.url, bob, token), apart.settings, {
      status: 403,
      error: 'insufficient_scope',
      reason: 'access_token_wrong_person',
    });
    await expectRefusal(await getSettings(apart.settings.url, alice, `${token}x`), apart.settings, {
      status: 401,
      error: 'invalid_token',
      reason: 'access_token_unknown',
    });
  });
});

describe('the settings endpoints, when nobody says what an access token is good for', () => {
  test('answer 503 within 2 s while the auth server hangs, and never serve from memory beyond the lease', async () => {
    const { alice } = apart.people;
    const token = await getToken(apart.authServer.url, apart.installed, alice);
    expect((await askOnce(apart.settings.url, alice, token)).status).toBe(200);
    apart.authServer.signal('SIGSTOP');
    try {
      const [, afterMs] = await timed(() =>
        until('an answer is refused', async () => {
          const { status } = await askOnce(apart.settings.url, alice, token);
          return status === 503;
        }),
      );
      expect(afterMs).toBeGreaterThan(0);
      const [hung, tookMs] = await timed(() => askOnce(apart.settings.url, alice, token));
      expect(hung.status).toBe(503);
      expect(tookMs).toBeLessThan(2_000);
    } finally {
      apart.authServer.signal('SIGCONT');
    }
    await until('the auth server is asked again', async () => {
      return (await askOnce(apart.settings.url, alice, token)).status === 200;
    });
  });

  test('say in the log that their own client credential is refused, and take up a new one at once', async () => {
    const { alice } = apart.people;
    const token = await getToken(apart.authServer.url, apart.installed, alice);
    await apart.writeOwnCredential({ ...apart.secondSecret, clientSecret: apart.web.clientSecret });
    await expectRefusal(await askOnce(apart.settings.url, alice, token), apart.settings, {
      status: 503,
      error: 'temporarily_unavailable',
      reason: 'introspection_refused',
    });
    const line = apart.settings.log.lines().find(({ msg }) => msg === 'access tokens cannot be checked');
    expect(line).toMatchObject({ level: 'error', reason: 'introspection_refused' });
    await apart.writeOwnCredential(apart.secondSecret);
    expect((await askOnce(apart.settings.url, alice, token)).status).toBe(200);
  });

  test('answer 503 within 2 s once the auth server was killed, and serve again when it is back', async () => {
    const { alice } = apart.people;
    const token = await getToken(apart.authServer.url, apart.installed, alice);
    expect((await askOnce(apart.settings.url, alice, token)).status).toBe(200);
    await apart.authServer.kill();
    const [gone, afterMs] = await timed(() =>
      until('the answer is not remembered any more', async () => {
        const answer = await askOnce(apart.settings.url, alice, token);
        return answer.status !== 200 && answer;
      }),
    );
    expect(afterMs).toBeLessThan(2_000);
    await expectRefusal(gone, apart.settings, {
      status: 503,
      error: 'temporarily_unavailable',
      reason: 'auth_server_unreachable',
    });
    expect(gone.headers['retry-after']).toBe('2');
    expect((await call(apart.settings.url, { path: '/health/ready' })).status).toBe(503);
    expect((await call(apart.settings.url, { path: '/health/live' })).status).toBe(200);
    await apart.restartAuthServer();
    await until('it serves', async () => (await askOnce(apart.settings.url, alice, token)).status === 200);
    await until('it is ready', async () => (await call(apart.settings.url, { path: '/health/ready' })).status === 200);
  });
});
