import { describe, expect, it } from 'vitest';
import { shortestMs } from '../../service-kit/test/support/shortest-ms.ts';
import { answerWith, startCloud, type CloudBehaviour } from './fake-cloud.ts';
import { CHANNEL_KEY, CLIENT_SECRET, startRequester } from './start-requester.ts';

describe('POST /access-token', () => {
  it('gives an access token and how long it lasts, and nothing else', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    const { status, body, headers } = await requester.requestToken('alice');

    expect(status).toBe(200);
    expect(body).toEqual({ access_token: 'gpii_at_for_alice', expires_in: 3600 });
    expect(headers['cache-control']).toBe('no-store');
  });

  it('asks the cloud by the password grant, with the GPII token as user name', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    await requester.requestToken('a&b=ü');

    expect(cloud.asked.map((form) => Object.fromEntries(form))).toEqual([
      { grant_type: 'password', username: 'a&b=ü', client_id: '53684234497-hgd07kcq', client_secret: CLIENT_SECRET },
    ]);
  });
});

const dropConnection: CloudBehaviour = (_response, _form, request) => request.socket.destroy();
const cutAnswer: CloudBehaviour = (response) => {
  response.writeHead(200, { 'Content-Length': 500 }).write('{"access_token":');
  setImmediate(() => response.destroy());
};
const revoked = {
  error: 'invalid_client',
  gpii_reason: 'credential_revoked',
  revoked_at: '2017-05-02T08:00:00Z',
  revoked_by: 'admin',
  revoke_reason: 'lost\nlaptop',
};

type Case = readonly [
  what: string,
  behave: CloudBehaviour,
  refusal: { status: number; error: string; reason: string; asked?: number; message?: RegExp },
];

const CASES: readonly Case[] = [
  [
    'that does not know the GPII token',
    answerWith(400, { error: 'invalid_grant' }),
    { status: 404, error: 'unknown_gpii_token', reason: 'gpii_token_unknown', message: /doesn't know/ },
  ],
  [
    'that does not accept the credential',
    answerWith(401, { error: 'invalid_client' }),
    { status: 409, error: 'credential_refused', reason: 'credential_refused', message: /client ID and secret/ },
  ],
  [
    'that says so with 400, as RFC 6749 has it too',
    answerWith(400, { error: 'invalid_client' }),
    { status: 409, error: 'credential_refused', reason: 'credential_refused' },
  ],
  [
    'where the credential was revoked',
    answerWith(401, revoked),
    {
      status: 409,
      error: 'credential_refused',
      reason: 'credential_revoked',
      message:
        /^The credential “LIB-PC-07” was revoked on 2 May 2017 by admin \(reason: lost laptop\)\. It can't be switched back on/,
    },
  ],
  [
    'that asks to slow down',
    answerWith(429, { error: 'slow_down' }, { 'Retry-After': '12' }),
    { status: 429, error: 'slow_down', reason: 'rate_limited' },
  ],
  [
    'that fails in prose',
    answerWith(500, '<h1>Internal Server Error</h1>'),
    { status: 502, error: 'cloud_error', reason: 'cloud_unavailable', message: /not working \(500\)/ },
  ],
  [
    'that is overloaded',
    answerWith(503, { error: 'temporarily_unavailable' }, { 'Retry-After': '12' }),
    { status: 502, error: 'cloud_error', reason: 'cloud_unavailable' },
  ],
  [
    'where this credential is of a web application',
    answerWith(400, { error: 'unauthorized_client' }),
    { status: 502, error: 'cloud_error', reason: 'grant_not_allowed' },
  ],
  [
    'that refuses in words of its own',
    answerWith(401, 'Unauthorized'),
    { status: 502, error: 'cloud_error', reason: 'cloud_malformed', message: /Check the address/ },
  ],
  ['that answers garbage', answerWith(200, '<html>'), { status: 502, error: 'cloud_error', reason: 'cloud_malformed' }],
  ['that answers nothing', answerWith(200, ''), { status: 502, error: 'cloud_error', reason: 'cloud_malformed' }],
  [
    'that gives a token without an end',
    answerWith(200, { access_token: 'a', token_type: 'Bearer' }),
    { status: 502, error: 'cloud_error', reason: 'cloud_malformed' },
  ],
  [
    'that answers without end',
    answerWith(200, 'x'.repeat(200_000)),
    { status: 502, error: 'cloud_error', reason: 'cloud_malformed' },
  ],
  [
    'that is no HTTP server',
    (_response, _form, request) => request.socket.end('HELLO\r\n\r\n'),
    { status: 502, error: 'cloud_error', reason: 'cloud_malformed' },
  ],
  [
    'that drops the connection',
    dropConnection,
    { status: 504, error: 'cloud_unreachable', reason: 'cloud_unreachable', asked: 2, message: /can't reach/ },
  ],
  [
    'that dies in its answer',
    cutAnswer,
    { status: 504, error: 'cloud_unreachable', reason: 'cloud_unreachable', asked: 2 },
  ],
];

describe('a cloud', () => {
  it.each(CASES)('%s: refused with its own code, and a reason in the log', async (_what, behave, expected) => {
    const cloud = await startCloud();
    cloud.behave = behave;
    const requester = await startRequester({ cloudUrl: cloud.url });

    const { status, body, text } = await requester.requestToken('canary-gpii-token');

    expect({ status, error: body.error }).toEqual({ status: expected.status, error: expected.error });
    expect(body.message).toMatch(expected.message ?? /\.$/);
    expect(Object.keys(body)).toSatisfy((names: string[]) =>
      names.every((name) => /^(error|message|retry_after)$/.test(name)),
    );
    expect(cloud.asked).toHaveLength(expected.asked ?? 1);
    expect(requester.reasons()).toContain(expected.reason);
    const said = [text, ...requester.logLines].join('\n');
    for (const secret of ['canary-gpii-token', CLIENT_SECRET, CHANNEL_KEY]) expect(said).not.toContain(secret);
  });

  it('that says how long to wait is passed on', async () => {
    const cloud = await startCloud();
    cloud.behave = answerWith(429, { error: 'slow_down' }, { 'Retry-After': '12' });
    const requester = await startRequester({ cloudUrl: cloud.url });

    const { body, headers } = await requester.requestToken('alice');

    expect(body.retry_after).toBe(12);
    expect(headers['retry-after']).toBe('12');
  });

  it('that redirects does not get the secret sent elsewhere', async () => {
    const elsewhere = await startCloud();
    const cloud = await startCloud();
    cloud.behave = answerWith(307, '', { Location: `${elsewhere.url}/oauth2/access_token` });
    const requester = await startRequester({ cloudUrl: cloud.url });

    const { status, body } = await requester.requestToken('alice');

    expect({ status, error: body.error }).toEqual({ status: 502, error: 'cloud_error' });
    expect([...elsewhere.asked, ...elsewhere.strange]).toEqual([]);
  });

  it('that hangs is given up in time, and not asked twice', async () => {
    const cloud = await startCloud();
    cloud.behave = () => undefined;
    const requester = await startRequester({ cloudUrl: cloud.url, answerWithinMs: 300 });

    let requests = 0;
    const request = async (): Promise<void> => {
      requests += 1;
      const { status, body } = await requester.requestToken('alice');
      expect({ status, error: body.error }).toEqual({ status: 504, error: 'cloud_unreachable' });
    };

    expect(await shortestMs(2_000, request)).toBeLessThan(2_000);
    expect(cloud.asked).toHaveLength(requests);
  });

  it('that is not there is tried twice', async () => {
    const cloud = await startCloud();
    await cloud.stop();
    const requester = await startRequester({ cloudUrl: cloud.url });

    const { status, body } = await requester.requestToken('alice');

    expect({ status, error: body.error }).toEqual({ status: 504, error: 'cloud_unreachable' });
  });

  it('that is asked again is left alone for a while first, for longer or shorter by chance', async () => {
    const cloud = await startCloud();
    const askedAt: number[] = [];
    cloud.behave = (response, form, request) => {
      askedAt.push(performance.now());
      dropConnection(response, form, request);
    };
    for (const random of [0, 1]) {
      const requester = await startRequester({ cloudUrl: cloud.url, random });
      await requester.requestToken('alice');
    }
    const [first = 0, second = 0, third = 0, fourth = 0] = askedAt;
    // A timer may come up to a millisecond early.
    expect(second - first).toBeGreaterThanOrEqual(99);
    expect(fourth - third).toBeGreaterThanOrEqual(399);
  });

  it('that can be reached at the second try gives the access token', async () => {
    const cloud = await startCloud();
    const { behave } = cloud;
    cloud.behave = (response, form, request) => {
      (cloud.asked.length === 1 ? dropConnection : behave)(response, form, request);
    };
    const requester = await startRequester({ cloudUrl: cloud.url });

    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
  });

  it('that does not prove who it is, is not shown the secret', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url.replace('http:', 'https:') });

    const { status, body } = await requester.requestToken('alice');

    expect({ status, error: body.error }).toEqual({ status: 504, error: 'cloud_unreachable' });
    expect(body.message).toMatch(/isn't trusted/);
    expect(requester.reasons()).toContain('tls_untrusted');
    expect(cloud.asked).toEqual([]);
  });
});

describe('a thousand people at once', () => {
  it('each get their own access token, over at most ten connections', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });
    const people = Array.from({ length: 1000 }, (_item, index) => `person-${index}`);

    const answers = await Promise.all(people.map((person) => requester.requestToken(person)));

    expect(answers.map(({ body }) => body.access_token)).toEqual(people.map((person) => `gpii_at_for_${person}`));
    expect(cloud.mostSockets()).toBeLessThanOrEqual(10);
  });

  it('are each answered in time when the cloud is too slow for all of them', async () => {
    const cloud = await startCloud();
    const { behave } = cloud;
    cloud.behave = (...given) => {
      if (cloud.asked.length <= 50) behave(...given);
    };
    const requester = await startRequester({ cloudUrl: cloud.url, answerWithinMs: 3_000 });

    const answers = await Promise.all(Array.from({ length: 300 }, () => requester.requestToken('alice')));

    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 504]));
    expect(cloud.mostSockets()).toBeLessThanOrEqual(10);
  });
});
