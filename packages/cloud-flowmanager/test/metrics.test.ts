import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readOperator, runCommand, withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const CANARIES = {
  secret: 'canary-secret-4711',
  gpiiToken: 'canary-person-4711',
  clientId: 'canary-client-4711',
  password: 'canary-password-4711',
  garbage: 'canary-garbage-4711',
};
const records = [
  { kind: 'account', email: 'canary-mail-4711@lib.example', password: CANARIES.password },
  {
    kind: 'clientCredential',
    clientId: CANARIES.clientId,
    type: 'installed',
    name: 'canary-name-4711',
    owner: 'canary-mail-4711@lib.example',
    secrets: [{ secret: CANARIES.secret }],
  },
  { kind: 'gpiiToken', token: CANARIES.gpiiToken, preferences: {} },
];
const NO_LIMITS = ['--limit-failures-per-minute', '0', '--limit-failures-per-address-per-minute', '0'];
const device = encodeURIComponent(JSON.stringify({ OS: { id: 'linux' }, solutions: [] }));

interface Cloud {
  readonly url: string;
  readonly metrics: () => Promise<string>;
  readonly post: (path: string, form: Record<string, string>) => Promise<Response>;
}

async function withMeasured(test: (cloud: Cloud) => Promise<void>): Promise<void> {
  await withFiles({ 'records.jsonl': records.map((record) => JSON.stringify(record)).join('\n') }, async (folder) => {
    await mkdir(`${folder}/data`);
    await runCommand(['import', 'records', `${folder}/records.jsonl`, '--data-dir', `${folder}/data`]);
    await withCloud(
      `${folder}/data`,
      async ({ url }) => {
        const { operatorUrl } = await readOperator(`${folder}/data`);
        await test({
          url,
          metrics: async () => (await fetch(`${operatorUrl}/metrics`)).text(),
          post: (path, form) => fetch(url + path, { method: 'POST', body: new URLSearchParams(form) }),
        });
      },
      ['--log-level', 'silent', ...NO_LIMITS],
    );
  });
}

const client = { client_id: CANARIES.clientId, client_secret: CANARIES.secret };
const tokenRequest = { grant_type: 'password', username: CANARIES.gpiiToken, ...client };

/** Lines that are values, not comments. */
const seriesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

describe('/metrics', () => {
  it('counts what was done, by words of ours, and shows nobody', async () => {
    await withMeasured(async ({ url, metrics, post }) => {
      const issued = (await (await post('/oauth2/access_token', tokenRequest)).json()) as { access_token: string };
      const accessToken = issued.access_token;
      await post('/oauth2/access_token', { ...tokenRequest, client_secret: CANARIES.garbage });
      await post('/oauth2/access_token', { ...tokenRequest, grant_type: CANARIES.garbage });
      await post('/oauth2/access_token', { ...tokenRequest, username: CANARIES.garbage });
      const address = `${url}/${CANARIES.gpiiToken}/settings/${device}`;
      const get = (): Promise<Response> => fetch(address, { headers: { authorization: `Bearer ${accessToken}` } });
      expect((await get()).status).toBe(200);
      await post('/oauth2/introspect', { token: accessToken, ...client });
      await post('/oauth2/introspect', { token: 'gpii_at_none', ...client });
      await post('/oauth2/introspect', { token: accessToken, ...client, client_secret: CANARIES.garbage });
      await post('/oauth2/revoke', { token: accessToken, ...client });
      expect((await get()).status).toBe(401);
      await fetch(`${url}/${CANARIES.garbage}?${CANARIES.garbage}`, { headers: { 'x-request-id': CANARIES.garbage } });

      const text = await metrics();
      for (const line of [
        'gpii_token_requests_total{grant="password",client_type="installed",error=""} 1',
        'gpii_token_requests_total{grant="password",client_type="",error="invalid_client"} 1',
        'gpii_token_requests_total{grant="other",client_type="installed",error="unsupported_grant_type"} 1',
        'gpii_token_requests_total{grant="password",client_type="installed",error="invalid_grant"} 1',
        'gpii_introspections_total{result="active"} 1',
        'gpii_introspections_total{result="inactive"} 1',
        'gpii_introspections_total{result="refused"} 1',
        'gpii_revocations_total{kind="accessToken"} 1',
        'gpii_http_requests_total{listener="public",route="/:gpiiToken/settings/:device",method="GET",status="2xx"} 1',
        'gpii_http_requests_total{listener="public",route="/:gpiiToken/settings/:device",method="GET",status="4xx"} 1',
        'gpii_http_requests_total{listener="public",route="none",method="GET",status="4xx"} 1',
        'gpii_http_request_duration_seconds_count{listener="public",route="/oauth2/access_token"} 4',
        'gpii_store_up 1',
        'gpii_audit_failed_writes_total 0',
        'gpii_audit_lag_seconds 0',
      ]) {
        expect(seriesOf(text)).toContain(line);
      }
      for (const name of [
        'gpii_store_batch_size_bucket',
        'gpii_store_batch_duration_seconds_bucket',
        'gpii_cache_lookups_total{cache="clients",result="hit"}',
        'gpii_cache_lookups_total{cache="access_tokens",result="hit"}',
        'nodejs_eventloop_lag_seconds',
        'process_cpu_seconds_total',
        'process_resident_memory_bytes',
      ]) {
        expect(text).toContain(name);
      }
      expect(text).not.toMatch(/4711|gpii_at_|127\.0\.0\.1/);
      expect(text).not.toContain(accessToken.slice(-20));
    });
  });

  it('has as many series after 10 000 garbage requests as after a few', async () => {
    await withMeasured(async ({ url, metrics }) => {
      const port = Number(new URL(url).port);
      await sendGarbage(port, 200);
      await metrics();
      const before = seriesOf(await metrics()).filter((line) => line.startsWith('gpii_'));
      await sendGarbage(port, 10_000);
      const after = seriesOf(await metrics()).filter((line) => line.startsWith('gpii_'));
      expect(after.length).toBe(before.length);
      const garbage = after.filter((line) => line.startsWith('gpii_http_requests_total{listener="public"'));
      const sum = garbage.reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
      expect(sum).toBe(10_200);
    });
  });
});

const KINDS: readonly ((n: number) => string)[] = [
  (n) => `GET /nothing-${n} HTTP/1.1\r\nHost: x\r\n\r\n`,
  (n) => `GET /person-${n}/settings/%zz HTTP/1.1\r\nHost: x\r\n\r\n`,
  (n) => `GET /person-${n}/settings/3 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t${n}\r\n\r\n`,
  (n) => `POST /oauth2/access_token HTTP/1.1\r\nHost: x\r\nContent-Type: a/b${n}\r\nContent-Length: 0\r\n\r\n`,
  (n) =>
    `POST /oauth2/access_token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n` +
    `Content-Length: ${`grant_type=g${n}&client_id=c${n}&client_secret=s`.length}\r\n\r\ngrant_type=g${n}&client_id=c${n}&client_secret=s`,
  (n) => `PROPFIND /p${n} HTTP/1.1\r\nHost: h${n}\r\n\r\n`,
  (n) => `MKCOL /oauth2/access_token?n=${n} HTTP/1.1\r\nHost: x\r\n\r\n`,
  (n) => `DELETE /oauth2/revoke?n=${n} HTTP/1.1\r\nHost: x\r\n\r\n`,
];

/** Sends so many requests on a few connections, and waits for as many answers. */
async function sendGarbage(port: number, count: number): Promise<void> {
  const each = count / 10;
  await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      for (let sent = 0; sent < each; sent += 20) await pipeline(port, index * each + sent, 20);
    }),
  );
}

function pipeline(port: number, from: number, count: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      text += chunk;
      if (text.split('HTTP/1.1 ').length - 1 >= count) socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => {
      resolve();
    });
    for (let n = from; n < from + count; n += 1) socket.write(KINDS[n % KINDS.length]?.(n) ?? '');
  });
}
