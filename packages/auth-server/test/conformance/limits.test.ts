import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from '../support/cloud-process.ts';
import { GRANT, INTROSPECT, post, REVOKE, TOKEN } from '../support/oauth-calls.ts';
import { ASK, createPerson } from '../support/person.ts';
import { send, type RawAnswer } from '../support/raw-http.ts';
import { CLIENTS, PERSON } from '../support/records.ts';

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud('--trust-proxy', '1');
});
afterAll(() => cloud.stop());

const from = (address: string): string => `X-Forwarded-For: ${address}`;

describe('brute force', () => {
  it('C20 is answered 429 with Retry-After and JSON, and locks the right secret out nowhere', async () => {
    const attack = (): Promise<RawAnswer> =>
      post(cloud.port, TOKEN, { ...GRANT, client_secret: 'wrong' }, [from('192.0.2.66')]);
    for (let round = 0; round < 50; round += 1) await attack();
    const answer = await attack();
    expect(answer).toMatchObject({ status: 429, json: { error: 'slow_down' } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['cache-control']).toContain('no-store');
    for (const address of ['192.0.2.1', '192.0.2.66']) {
      expect((await post(cloud.port, TOKEN, GRANT, [from(address)])).status).toBe(200);
    }
  });

  it('C20 has one count at all addresses that take a secret', async () => {
    const { id } = CLIENTS.otherWeb;
    const wrong = { token: 'x', client_id: id, client_secret: 'wrong', grant_type: 'password', username: 'x' };
    const statuses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const path = [TOKEN, REVOKE, INTROSPECT][round % 3] ?? TOKEN;
      statuses.push((await post(cloud.port, path, wrong, [from('192.0.2.67')])).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
  });

  it('C20 of a password shows a page, and leaves other addresses alone', async () => {
    const guesser = createPerson(cloud.port, { ...PERSON, headers: [from('192.0.2.68')] });
    const page = await guesser.open(ASK);
    const guess = (): Promise<RawAnswer> => guesser.submit(page, { email: PERSON.email, password: 'wrong' });
    for (let round = 0; round < 11; round += 1) await guess();
    const answer = await guess();
    expect(answer.status).toBe(429);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    const ada = createPerson(cloud.port, { ...PERSON, headers: [from('192.0.2.69')] });
    expect((await ada.allow(ASK)).headers.location).toContain('code=');
  });
});

describe('the audit log', () => {
  it('has each sign-in, good or refused, with the address that the proxy saw, and each burst once', async () => {
    const ada = createPerson(cloud.port, { ...PERSON, headers: [from('10.9.9.9, 192.0.2.70')] });
    const page = await ada.open(ASK);
    await ada.submit(page, { email: PERSON.email, password: 'wrong' });
    await ada.allow(ASK);
    const records = await cloud.listAudit();
    const ofAda = records.filter(({ address }) => address === '192.0.2.70');
    expect(ofAda.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ['account_signed_in', `account:${PERSON.email}`, `account:${PERSON.email}`],
      ['sign_in_refused', 'unproven', `account:${PERSON.email}`],
    ]);
    const bursts = records.filter(({ action }) => action === 'refused_burst').map(({ address }) => address);
    expect(bursts.sort()).toEqual(['192.0.2.66', '192.0.2.67', '192.0.2.68']);
  });
});

it('the issuer is what was configured, whatever proxy headers say', async () => {
  const headers = [
    from('192.0.2.1'),
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: https',
    'Host: evil.example',
  ];
  const { json } = await send(cloud.port, { path: '/.well-known/oauth-authorization-server', headers });
  expect(json.issuer).toBe(cloud.url);
  expect(JSON.stringify(json)).not.toContain('evil');
});

it('C20 the right secret goes on working from elsewhere during an attack (SECURITY G-S5)', async () => {
  let isAttacked = true;
  const attack = async (): Promise<void> => {
    while (isAttacked) await post(cloud.port, TOKEN, { ...GRANT, client_secret: 'wrong' }, [from('192.0.2.71')]);
  };
  const attackers = Array.from({ length: 8 }, attack);
  const statuses: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    statuses.push((await post(cloud.port, TOKEN, GRANT, [from('192.0.2.72')])).status);
  }
  isAttacked = false;
  await Promise.all(attackers);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
});
