import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, rawRequest } from './support/raw-exchange.ts';
import {
  alice,
  APP,
  clientRecord,
  COMMON,
  startSettingsServer,
  type SettingsServer,
} from './support/settings-server.ts';

let server: SettingsServer;
beforeAll(async () => {
  server = await startSettingsServer();
  const rights = { mayCreateGpiiTokens: true, mayCreatePreferences: true };
  await server.take(
    clientRecord({ clientId: 'creator', ...rights }),
    clientRecord({ clientId: 'half', mayCreatePreferences: true }),
    clientRecord({ clientId: 'narrow', allowedPrefsToWrite: [`${COMMON}volume`] }),
    clientRecord({ clientId: 'revoked', revokedAt: '2026-04-01T00:00:00Z' }),
  );
});
afterAll(() => server.close());

const volume = `${COMMON}volume`;
const setOf = (preferences: object, context = 'gpii-default'): object => ({ contexts: { [context]: { preferences } } });
/** What is stored for a GPII token, in the flat view. */
async function storedFor(gpiiToken: string): Promise<unknown> {
  return (await server.gpiiTokens.findPreferences(server.gpiiTokens.hash(gpiiToken)))?.preferences.flat;
}
let count = 0;
/** A fresh GPII token with the preferences of alice. */
async function newPerson(more: object = {}): Promise<string> {
  const token = `person ${count++}`;
  await server.take({ ...alice, ...more, token });
  return token;
}

describe('PUT settings', () => {
  it('merges what is sent into what is stored, and says so as installs in the field know it', async () => {
    const person = await newPerson();
    const answer = await server.save(person, {
      contexts: {
        'gpii-default': { preferences: { [volume]: 0.5, [`${APP}org.magnifier`]: { zoom: 3 } } },
        bright: { name: 'Bright', preferences: { [`${COMMON}fontSize`]: 12 } },
      },
    });
    expect([answer.status, await answer.text(), await storedFor(person)]).toEqual([
      200,
      `{"gpiiKey":"${person}","message":"Successfully updated."}`,
      {
        name: 'Alice',
        contexts: {
          'gpii-default': {
            preferences: {
              [`${COMMON}magnification`]: 2,
              [`${COMMON}fontSize`]: 9,
              [`${APP}org.magnifier`]: { own: true, zoom: 3 },
              [volume]: 0.5,
            },
          },
          bright: { name: 'Bright', preferences: { [`${COMMON}fontSize`]: 12 } },
        },
      },
    ]);
  });

  it('replaces lists and values whole', async () => {
    const person = await newPerson();
    const term = 'http://lib.example/list';
    await server.save(person, setOf({ [term]: [1, 2, 3], 'http://lib.example/null': { a: 1 } }));
    await server.save(person, setOf({ [term]: [9], 'http://lib.example/null': null }));
    expect(await storedFor(person)).toMatchObject(setOf({ [term]: [9], 'http://lib.example/null': null }));
  });

  it('leaves other views of the safe as they are', async () => {
    const iso = { contexts: { 'gpii-default': { preferences: { display: {} } } } };
    const person = await newPerson({ preferences: { ISO24751: iso } });
    await server.save(person, setOf({ [volume]: 1 }));
    const safe = await server.gpiiTokens.findPreferences(server.gpiiTokens.hash(person));
    expect(safe?.preferences).toEqual({ ISO24751: iso, flat: setOf({ [volume]: 1 }) });
  });

  it('asks for authorisation before it looks at what is sent', async () => {
    const token = await server.tokenFor('alice');
    const ask = async (path: string, headers: readonly string[]): Promise<number> =>
      (await rawExchange(server.port, rawRequest(`PUT ${path}`, [...headers, 'Content-Length: 1'], '{'))).status;
    expect([
      await ask('/alice/settings', []),
      await ask('/alice/settings', ['Authorization: Bearer unknown']),
      await ask('/bob/settings', [`Authorization: Bearer ${token}`]),
      await ask('/nobody%20has%20it/settings', [`Authorization: Bearer ${token}`]),
      await ask('/alice/settings', [`Authorization: Bearer ${await server.tokenFor('alice', 'preferences')}`]),
    ]).toEqual([401, 401, 403, 403, 403]);
  });

  it('is refused with 401 once the GPII token, or the client credential, was revoked', async () => {
    const person = await newPerson();
    const authorization = `Bearer ${await server.tokenFor(person)}`;
    await server.take({ ...alice, token: person, revokedAt: '2026-05-01T00:00:00Z' });
    const headers = { authorization, 'content-type': 'application/json' };
    const url = `${server.url}/${encodeURIComponent(person)}/settings`;
    const answer = await fetch(url, { method: 'PUT', headers, body: JSON.stringify(setOf({})) });
    expect([answer.status, (await server.save('alice', setOf({}), { clientId: 'revoked' })).status]).toEqual([
      401, 401,
    ]);
  });

  it.each([
    ['a list', [], [], 'type'],
    ['null', null, [], 'type'],
    ['a text', '"contexts"', [], 'type'],
    ['no contexts', {}, ['contexts'], 'required'],
    ['contexts that are a list', { contexts: [] }, ['contexts'], 'type'],
    ['a context that is a number', { contexts: { night: 3 } }, ['contexts', 'night'], 'type'],
    ['a context without preferences', { contexts: { night: {} } }, ['contexts', 'night', 'preferences'], 'required'],
    [
      'a name that is no URI',
      setOf({ fontSize: 3 }, 'night'),
      ['contexts', 'night', 'preferences', 'fontSize'],
      'propertyNames',
    ],
    ['a name that is a number', { name: 3, contexts: {} }, ['name'], 'type'],
  ])('refuses %s with path and rule', async (_what, body, dataPath, rule) => {
    const answer = await server.save('alice', body);
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      {
        isError: true,
        message: 'Your request was invalid.  See the errors for details.',
        isValid: false,
        errors: [{ dataPath, rule: { [rule]: expect.anything() as unknown } }],
      },
    ]);
  });

  it.each(['gpii-default', 'night'])('refuses values against their schema, in the context %s too', async (context) => {
    const before = await storedFor('alice');
    const preferences = {
      [`${COMMON}fontSize`]: 'big',
      [`${COMMON}cursorSize`]: 0.25,
      [`${COMMON}magnifierPosition`]: 'nowhere',
      [`${APP}org.magnifier`]: { zoom: 0, unknown: 1 },
    };
    const answer = await server.save('alice', setOf(preferences, context));
    const { errors } = (await answer.json()) as {
      errors: { dataPath: string[]; rule: object; schemaPath: string[] }[];
    };
    expect([
      answer.status,
      errors.map(({ dataPath, rule }) => [dataPath.slice(3).join('>'), Object.keys(rule)[0]]),
      errors.every(({ dataPath }) => dataPath[1] === context),
      await storedFor('alice'),
    ]).toEqual([
      400,
      [
        [`${COMMON}fontSize`, 'type'],
        [`${COMMON}cursorSize`, 'multipleOf'],
        [`${COMMON}magnifierPosition`, 'enum'],
        [`${APP}org.magnifier>zoom`, 'minimum'],
        [`${APP}org.magnifier>unknown`, 'additionalProperties'],
      ],
      true,
      before,
    ]);
  });

  it('takes terms and applications that nobody described, unknown members, and steps that binary cannot say', async () => {
    const person = await newPerson();
    const preferences = {
      'http://lib.example/term': { any: [1] },
      [`${APP}com.unknown`]: { a: 1 },
      [`${COMMON}cursorSize`]: 0.3,
    };
    const body = { contexts: { 'gpii-default': { unknownKey: 1, priority: 3, preferences } } };
    expect((await server.save(person, body)).status).toBe(200);
    expect((await server.get(person, '{}')).status).toBe(200);
  });

  it('refuses to save under a read-only GPII token in the words that installs in the field know', async () => {
    const person = await newPerson({ readOnly: true });
    const answer = await server.save(person, setOf({ [volume]: 1 }));
    expect([answer.status, await answer.json()]).toEqual([
      404,
      {
        isError: true,
        message:
          `Can't update preferences for readOnly GPII key "${person}" (perhaps it is a snapset)` +
          ` while executing HTTP PUT on url /preferences/${encodeURIComponent(person)}?merge=true`,
        error: 'read_only',
        errorCode: 'GPII_ERR_READONLY',
      },
    ]);
  });

  it.each(['gpii-default', 'night'])(
    'lets a client write its allowed terms only, in the context %s',
    async (context) => {
      const person = await newPerson();
      const save = async (preferences: object): Promise<number> =>
        (await server.save(person, setOf(preferences, context), { clientId: 'narrow' })).status;
      expect([
        await save({ [volume]: 0.2 }),
        await save({ [volume]: 0.2, [`${COMMON}fontSize`]: 9 }),
        await save({ [`${APP}org.magnifier`]: {} }),
      ]).toEqual([200, 401, 401]);
    },
  );

  it('creates a GPII token for a client that may, and leaves one audit record', async () => {
    const answer = await server.save('brand new', setOf({ [volume]: 1 }), { clientId: 'creator' });
    const hash = server.gpiiTokens.hash('brand new');
    const { records } = await server.audit.list({ limit: 1 });
    expect([
      answer.status,
      await server.gpiiTokens.findState(hash),
      await server.gpiiTokens.findPreferences(hash),
      records,
    ]).toMatchObject([
      200,
      'known',
      { readOnly: false, preferences: { flat: setOf({ [volume]: 1 }) } },
      [{ action: 'gpii_token_added', actor: 'client:creator', subject: `gpiiToken:${hash}` }],
    ]);
  });

  it('refuses a client that may not create, and creates nothing', async () => {
    const statuses = await Promise.all(
      ['pc', 'half', 'narrow'].map(async (clientId) => {
        const answer = await server.save(`new for ${clientId}`, setOf({ [volume]: 1 }), { clientId });
        return [answer.status, await storedFor(`new for ${clientId}`)];
      }),
    );
    expect(statuses).toEqual([
      [401, undefined],
      [401, undefined],
      [401, undefined],
    ]);
  });

  it('loses no term of saves that come together', async () => {
    const person = await newPerson();
    const terms = Array.from({ length: 40 }, (_, index) => `http://lib.example/term${index}`);
    const answers = await Promise.all(terms.map((term) => server.save(person, setOf({ [term]: 1 }))));
    const stored = (await storedFor(person)) as { contexts: Record<string, { preferences: Record<string, number> }> };
    const { preferences = {} } = stored.contexts['gpii-default'] ?? {};
    expect([answers.every(({ status }) => status === 200), terms.filter((term) => preferences[term] !== 1)]).toEqual([
      true,
      [],
    ]);
  });

  it('leaves one audit record with the names of what changed, and no value; none where nothing changed', async () => {
    const person = await newPerson();
    const body = setOf({ [volume]: 0.123_456, [`${COMMON}fontSize`]: 9 });
    await server.save(person, body);
    await server.save(person, body);
    const { records } = await server.audit.list({ limit: 2 });
    expect(records[0]).toMatchObject({
      action: 'preferences_saved',
      actor: 'client:pc',
      subject: `gpiiToken:${server.gpiiTokens.hash(person)}`,
      after: { changedTerms: 1, terms: [{ context: 'gpii-default', term: volume }] },
    });
    expect([records[1]?.subject === records[0]?.subject, JSON.stringify(records).includes('123456')]).toEqual([
      false,
      false,
    ]);
  });

  it('says which methods there are', async () => {
    const answer = await rawExchange(server.port, rawRequest('GET /alice/settings'));
    expect([answer.status, /^allow: (.*)$/im.exec(answer.head)?.[1]]).toEqual([405, 'PUT, PATCH']);
  });
});
