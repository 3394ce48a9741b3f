import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { form, installed, startTokenServer, type TokenServer } from './support/token-server.ts';

let server: TokenServer;
beforeEach(async () => {
  server = await startTokenServer();
});
afterEach(() => server.close());

async function ask(changes: Record<string, string> = {}): Promise<string> {
  const { body } = await server.post(form(changes));
  return (JSON.parse(body) as { access_token: string }).access_token;
}

const isGood = async (token: string): Promise<boolean> => (await server.accessTokens.check(token)) !== undefined;
const revocation = { revokedAt: '2026-05-01T12:00:00Z', revokedBy: 'ada', reason: '' };

describe('an access token', () => {
  it('is good for its client, GPII token and scope', async () => {
    expect(await server.accessTokens.check(await ask())).toEqual({
      clientId: 'pc',
      secretId: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      gpiiTokenHash: server.gpiiTokens.hash('alice'),
      scope: 'settings',
      issuedAtMs: server.clock.nowMs,
      expiresAtMs: server.clock.nowMs + 3_600_000,
    });
  });

  it('is good to the end of its lifetime and not a moment longer', async () => {
    const token = await ask();
    server.clock.nowMs += 3_599_999;
    const before = await isGood(token);
    server.clock.nowMs += 1;
    expect([before, await isGood(token)]).toEqual([true, false]);
  });

  it('is still good after a restart', async () => {
    const token = await ask();
    server = await server.restart();
    expect(await isGood(token)).toBe(true);
  });

  it('has ended after a restart when its time is over', async () => {
    const token = await ask();
    server = await server.restart();
    server.clock.nowMs += 3_600_000;
    expect(await isGood(token)).toBe(false);
  });

  it.each([
    ['its client credential', (): Promise<void> => server.revocations.revoke('credential', 'pc', revocation)],
    [
      'its GPII token',
      (): Promise<void> => server.revocations.revoke('gpiiToken', server.gpiiTokens.hash('alice'), revocation),
    ],
    [
      'its secret',
      async (): Promise<void> => {
        const record = await server.accessTokens.check(await ask());
        await server.revocations.revoke('secret', record?.secretId ?? '', revocation);
      },
    ],
  ])('ends with %s, at once and after a restart', async (_what, revoke) => {
    const token = await ask();
    await revoke();
    const atOnce = await isGood(token);
    server = await server.restart();
    expect([atOnce, await isGood(token)]).toEqual([false, false]);
  });

  it('ends with an imported revocation', async () => {
    const token = await ask();
    await server.take({ ...installed('pc', 'pc-secret-1'), revokedAt: '2026-05-01T12:00:00Z' });
    expect(await isGood(token)).toBe(false);
  });

  it('outlives the revocation of others', async () => {
    const token = await ask();
    await server.revocations.revoke('credential', 'maker', revocation);
    await server.revocations.revoke('gpiiToken', server.gpiiTokens.hash('gone'), revocation);
    expect(await isGood(token)).toBe(true);
  });

  it('is unknown when one character of it is another', async () => {
    const token = await ask();
    const changed = [0, 5, 9, 20, token.length - 1].map((at) => {
      const other = token[at] === 'x' ? 'y' : 'x';
      return token.slice(0, at) + other + token.slice(at + 1);
    });
    expect(await Promise.all(changed.map(isGood))).toEqual(changed.map(() => false));
  });

  it.each([
    '',
    'gpii_at_',
    'gpii_at_zzzzzzzzz_'.padEnd(61, 'a'),
    'gpii_at_../../x_'.padEnd(61, 'a'),
    'a'.repeat(10_000),
  ])('is unknown when it is garbage: %.30s', async (token) => {
    expect(await isGood(token)).toBe(false);
  });
});
