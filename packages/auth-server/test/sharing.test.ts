import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from './support/cloud-process.ts';
import { API, basic, INTROSPECT, issueToken, post, TOKEN, type Form } from './support/oauth-calls.ts';
import { ASK, createPerson, returned, type Person } from './support/person.ts';
import { send, type RawAnswer } from './support/raw-http.ts';
import { BOB, CLIENTS, GPII_TOKEN, ORIGIN, OTHER_GPII_TOKEN, PREFERENCES, REDIRECT_URI } from './support/records.ts';

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

const { web } = CLIENTS;
const FONT_SIZE = 'http://registry.gpii.net/common/fontSize';

/** The access token for a code that came back. */
async function redeem(answer: RawAnswer): Promise<string> {
  const form: Form = {
    grant_type: 'authorization_code',
    code: returned(answer).get('code') ?? '',
    redirect_uri: REDIRECT_URI,
    client_id: web.id,
    client_secret: web.secret,
  };
  return String((await post(cloud.port, TOKEN, form)).json.access_token);
}

function getPreferences(accessToken: string, headers: readonly string[] = []): Promise<RawAnswer> {
  return send(cloud.port, { path: '/preferences', headers: [`Authorization: Bearer ${accessToken}`, ...headers] });
}

/** Signs in, and opens the page on which something is asked. */
async function openPage(person: Person, query: Form = { ...ASK, prompt: 'consent' }): Promise<RawAnswer> {
  await person.allow(query);
  return person.open(query);
}

const linkOf = (page: RawAnswer): string => /name="link" value="([^"]*)"/.exec(page.text)?.[1] ?? '';

describe('GET /preferences', () => {
  it('answers what the person shares, and nothing that names them', async () => {
    const answer = await getPreferences(await redeem(await createPerson(cloud.port).allow(ASK)));
    expect(answer.status).toBe(200);
    expect(answer.json).toEqual({ contexts: { 'gpii-default': { preferences: PREFERENCES } } });
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('leaves out what is not ticked, at once also for access tokens of before', async () => {
    const person = createPerson(cloud.port);
    const all = await redeem(await person.allow(ASK));
    const page = await openPage(person);
    const fields = { decision: 'allow', link: linkOf(page), 'group-text-contrast': 'yes' };
    const less = await redeem(await person.submit(page, fields));
    expect((await getPreferences(less)).json).toEqual({
      contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: PREFERENCES[FONT_SIZE] } } },
    });
    expect((await getPreferences(all)).status).toBe(401);
    const reader = { decision: 'allow', link: linkOf(page), 'application-0': 'org.example.reader' };
    const { json } = await getPreferences(await redeem(await person.submit(await openPage(person), reader)));
    expect(JSON.stringify(json)).toBe(
      '{"contexts":{"gpii-default":{"preferences":{"http://registry.gpii.net/applications/org.example.reader":{"voice":"calm"}}}}}',
    );
  });

  it('is closed to what a GPII application got, and settings to what a web application got', async () => {
    const ofPerson = await redeem(await createPerson(cloud.port).allow(ASK));
    const headers = [`Authorization: Bearer ${ofPerson}`];
    for (const answer of [
      await send(cloud.port, { path: API, headers }),
      await getPreferences(await issueToken(cloud.port)),
    ]) {
      expect(answer.status).toBe(403);
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="GPII Cloud", error="insufficient_scope"');
    }
  });

  it('wants an access token, in the header', async () => {
    const none = await send(cloud.port, { path: '/preferences' });
    expect([none.status, none.headers['www-authenticate']]).toEqual([401, 'Bearer realm="GPII Cloud"']);
    expect((await getPreferences('gpii_at_x')).status).toBe(401);
    expect((await send(cloud.port, { path: '/preferences?access_token=x' })).status).toBe(400);
    expect((await send(cloud.port, { method: 'DELETE', path: '/preferences' })).status).toBe(405);
  });
});

describe('a script in a browser', () => {
  it('may ask from a registered origin, and from no other', async () => {
    const token = await redeem(await createPerson(cloud.port).allow(ASK));
    const own = await getPreferences(token, [`Origin: ${ORIGIN}`]);
    expect(own.status).toBe(200);
    expect(own.headers).toMatchObject({ 'access-control-allow-origin': ORIGIN, vary: 'Origin' });
    expect(own.headers['access-control-allow-credentials']).toBeUndefined();
    for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil.example`, 'http://reading.example']) {
      const other = await getPreferences(token, [`Origin: ${origin}`]);
      expect([other.status, other.json.error]).toEqual([403, 'origin_not_registered']);
      expect(other.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('can read why its access token is not taken', async () => {
    const answer = await getPreferences('gpii_at_x', [`Origin: ${ORIGIN}`]);
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([401, ORIGIN]);
  });

  it('is told before that it may send its access token', async () => {
    const headers = [`Origin: ${ORIGIN}`, 'Access-Control-Request-Method: GET'];
    const answer = await send(cloud.port, { method: 'OPTIONS', path: '/preferences', headers });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'Authorization',
    });
  });
});

describe('consent', () => {
  it('is asked again when the client says so', async () => {
    const person = createPerson(cloud.port);
    await person.submit(await openPage(person), { decision: 'allow-all' });
    expect((await person.open(ASK)).status).toBe(303);
    const page = await person.open({ ...ASK, prompt: 'consent' });
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/id="groups" name="group-text-contrast" value="yes" checked/);
  });

  it('is not given by ticking nothing, by a made-up key, or for what was not offered', async () => {
    const person = createPerson(cloud.port);
    const page = await openPage(person);
    const nothing = await person.submit(page, { decision: 'allow', link: linkOf(page), 'application-0': 'org.other' });
    expect(nothing.status).toBe(422);
    expect(nothing.text).toContain('<title>Error: Share preferences with');
    expect(nothing.text).toContain('<a href="#groups">Select what you want to share.</a>');
    const noKey = await person.submit(page, { decision: 'allow', link: 'made-up', 'group-language': 'yes' });
    expect(noKey.status).toBe(422);
    expect(noKey.text).toContain('<a href="#link">');
  });

  it('ends with "Stop sharing", and with it what came from it', async () => {
    const person = createPerson(cloud.port);
    const token = await redeem(await person.allow(ASK));
    const page = await openPage(person);
    expect(page.text).toContain('Stop sharing');
    const answer = await person.submit(page, { decision: 'deny' });
    expect(returned(answer).get('error')).toBe('access_denied');
    expect((await getPreferences(token)).status).toBe(401);
    const asked = await post(cloud.port, INTROSPECT, { token }, [basic(web.id, web.secret)]);
    expect(asked.json).toEqual({ active: false });
    expect((await person.open(ASK)).status).toBe(200);
  });

  it('tells introspection which groups it is for, and a web application no GPII token', async () => {
    const person = createPerson(cloud.port);
    const page = await openPage(person);
    const fields = { decision: 'allow', link: linkOf(page), 'group-language': 'yes' };
    const token = await redeem(await person.submit(page, fields));
    const { json } = await post(cloud.port, INTROSPECT, { token }, [basic(web.id, web.secret)]);
    expect(json).toMatchObject({ active: true, scope: 'preferences', gpii_groups: ['language'] });
    expect(json.gpii_token_hash).toBeUndefined();
  });
});

describe('an account without a GPII key', () => {
  it('adds one on the way, and is told the same of an unknown and a revoked one', async () => {
    const person = createPerson(cloud.port, BOB);
    const page = await person.signIn(ASK);
    expect(page.text).toContain('<h1>Add your GPII key</h1>');
    const refusals = [];
    for (const gpii_key of ['no-such-key', 'revoked-key']) {
      refusals.push(await person.submit(page, { decision: 'link', gpii_key }));
    }
    const [unknown, revoked] = refusals;
    expect(unknown?.status).toBe(422);
    expect(unknown?.text).toContain('We don’t know this key.');
    expect(unknown?.text).toBe(revoked?.text);
    expect(unknown?.text).not.toContain('no-such-key');
    expect((await person.submit(page, { decision: 'link', gpii_key: ' ' })).text).toContain('Enter your GPII key.');
    const linked = await person.submit(page, {
      decision: 'link',
      gpii_key: ` ${OTHER_GPII_TOKEN} `,
      key_name: '<Card>',
    });
    expect(linked.status).toBe(303);
    const next = await person.open(ASK);
    expect(next.text).toContain('&lt;Card>');
    const token = await redeem(await person.submit(next, { decision: 'allow-all' }));
    expect((await getPreferences(token)).json).toEqual({
      contexts: { 'gpii-default': { preferences: { [FONT_SIZE]: 12 } } },
    });
    expect(cloud.lines.join('\n')).not.toMatch(new RegExp(`${GPII_TOKEN}|${OTHER_GPII_TOKEN}|no-such-key|revoked-key`));
  });

  it('is asked which one when it has two', async () => {
    const person = createPerson(cloud.port, BOB);
    await person.signIn(ASK);
    const page = await person.open({ ...ASK, prompt: 'consent' });
    await person.submit(page, { decision: 'link', gpii_key: GPII_TOKEN });
    const both = await person.open({ ...ASK, prompt: 'consent' });
    expect(both.text.match(/name="link"/g)).toHaveLength(2);
    expect((await person.submit(both, { decision: 'allow-all' })).status).toBe(422);
    const links = [...both.text.matchAll(/name="link" value="([^"]*)"/g)].map(([, link = '']) => link);
    const token = await redeem(await person.submit(both, { decision: 'allow-all', link: links[1] ?? '' }));
    expect(JSON.stringify((await getPreferences(token)).json)).toContain('24');
  });
});
