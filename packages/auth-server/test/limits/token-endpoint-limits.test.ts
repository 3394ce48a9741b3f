import { afterEach, describe, expect, it } from 'vitest';
import type { RawAnswer } from '../support/raw-exchange.ts';
import { NO_LIMITS } from '../support/no-limits.ts';
import {
  bareForm,
  basic,
  form,
  FORM,
  headerOf,
  installed,
  outcomeOf,
  startTokenServer,
  type TokenServer,
} from '../support/token-server.ts';

const DEFAULTS = {
  ...NO_LIMITS,
  failuresPerMinute: 10,
  failuresPerAddressPerMinute: 600,
  unknownGpiiTokensPerHour: 60,
  mailsPerHour: 5,
  mailsPerAddressPerHour: 60,
};

let server: TokenServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(trustedProxies = 0): Promise<TokenServer> {
  server = await startTokenServer({ limits: DEFAULTS, trustedProxies });
  return server;
}

const behind = (address: string): string[] => [FORM, `X-Forwarded-For: ${address}`];

async function postTimes(times: number, post: (round: number) => Promise<RawAnswer>): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = [];
  for (let round = 0; round < times; round += 1) answers.push(await post(round));
  return answers;
}

const statuses = (answers: readonly RawAnswer[]): number[] => answers.map(({ status }) => status);
const repeated = (status: number, times: number): number[] => Array.from({ length: times }, () => status);

describe('the token endpoint', () => {
  it('answers the eleventh wrong secret in a minute with 429, and the right one always', async () => {
    const { post } = await start();
    const wrong = (): Promise<RawAnswer> => post(form({ client_secret: 'wrong' }));
    const answers = await postTimes(12, wrong);
    expect(statuses(answers)).toEqual([...repeated(401, 10), 429, 429]);
    const last = await wrong();
    expect(outcomeOf(last)).toEqual([429, 'slow_down']);
    expect(Number(headerOf(last, 'Retry-After'))).toBeGreaterThan(0);
    expect(headerOf(last, 'Cache-Control')).toBe('no-store');
    expect((await post(form())).status).toBe(200);
  });

  it('says the same of a client that nobody knows, and of a right secret from a forbidden address', async () => {
    const { post } = await start();
    for (const wrong of [
      form({ client_id: 'nobody' }),
      form({ client_id: 'elsewhere', client_secret: 'elsewhere-secret' }),
    ]) {
      expect(statuses(await postTimes(11, () => post(wrong)))).toEqual([...repeated(401, 10), 429]);
    }
  });

  it('tells the right secret of a revoked credential that it was revoked, however often', async () => {
    const { post } = await start();
    const revoked = form({ client_id: 'revoked', client_secret: 'revoked-secret' });
    expect(statuses(await postTimes(12, () => post(revoked)))).toEqual(repeated(401, 12));
  });

  it('counts wrong authorization codes with the wrong secrets of their client', async () => {
    const { post } = await start();
    const code = bareForm({ grant_type: 'authorization_code', code: 'wrong' });
    const answers = await postTimes(11, () => post(code, [FORM, basic('web:web-secret-1')]));
    expect(statuses(answers)).toEqual([...repeated(400, 10), 429]);
  });
});

describe('behind a proxy', () => {
  it('a thousand spoofed addresses at the left are one address', async () => {
    const { post } = await start(1);
    const answers = await postTimes(1000, (round) =>
      post(form({ client_secret: 'wrong' }), behind(`10.${round >> 8}.${round & 255}.1, 192.0.2.1`)),
    );
    expect(statuses(answers)).toEqual([...repeated(401, 10), ...repeated(429, 990)]);
    expect((await post(form({ client_secret: 'wrong' }), behind('192.0.2.2'))).status).toBe(401);
  });

  it('without --trust-proxy, addresses in the header are nobody', async () => {
    const { post } = await start();
    const answers = await postTimes(11, (round) => post(form({ client_secret: 'wrong' }), behind(`192.0.2.${round}`)));
    expect(answers[10]?.status).toBe(429);
  });

  it('allowedIPBlocks looks at the address that the proxy saw', async () => {
    const { post, take } = await start(1);
    await take({ ...installed('inside', 'inside-secret'), allowedIPBlocks: ['192.0.2.0/24'] });
    const inside = form({ client_id: 'inside', client_secret: 'inside-secret' });
    const from = async (address: string): Promise<number> => (await post(inside, behind(address))).status;
    expect(await from('203.0.113.1, 192.0.2.1')).toBe(200);
    expect(await from('::ffff:192.0.2.1')).toBe(200);
    expect(await from('192.0.2.1, 203.0.113.1')).toBe(401);
  });
});

describe('unknown GPII tokens', () => {
  it('are 429 after sixty, unknown and revoked ones alike; people of before go on, others wait', async () => {
    const { post, audit, take } = await start();
    await take({ kind: 'gpiiToken', token: 'bob', preferences: {} });
    expect((await post(form())).status).toBe(200);
    const answers = await postTimes(61, (round) => post(form({ username: `guess-${round}` })));
    expect(statuses(answers)).toEqual([...repeated(400, 60), 429]);
    const [unknown, revoked] = [await post(form({ username: 'nobody' })), await post(form({ username: 'gone' }))];
    expect([unknown.status, unknown.body]).toEqual([429, revoked.body]);
    expect(statuses([await post(form()), await post(form({ username: 'bob' }))])).toEqual([200, 429]);
    const bursts = (await audit.list()).records.filter(({ action }) => action === 'refused_burst');
    expect(bursts).toMatchObject([
      { actor: 'client:pc', address: '127.0.0.1', after: { kind: 'too_many_unknown_gpii_tokens', count: 61 } },
    ]);
  });
});
