import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyMergePatch } from '../src/settings/save/merge-patch.ts';
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
  await server.take(clientRecord({ clientId: 'narrow', allowedPrefsToWrite: [`${COMMON}fontSize`] }));
});
afterAll(() => server.close());

let count = 0;
async function newPerson(more: object = {}): Promise<string> {
  const token = `person ${count++}`;
  await server.take({ ...alice, ...more, token });
  return token;
}
async function storedFor(gpiiToken: string): Promise<unknown> {
  return (await server.gpiiTokens.findPreferences(server.gpiiTokens.hash(gpiiToken)))?.preferences.flat;
}
const patch = (person: string, body: unknown, clientId?: string): Promise<Response> =>
  server.save(person, body, { method: 'PATCH', ...(clientId === undefined ? {} : { clientId }) });
const inDefault = (preferences: unknown): object => ({ contexts: { 'gpii-default': { preferences } } });

describe('a merge patch', () => {
  it.each([
    ['{"a":"b"}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"b"}', '{"b":"c"}', '{"a":"b","b":"c"}'],
    ['{"a":"b"}', '{"a":null}', '{}'],
    ['{"a":"b","b":"c"}', '{"a":null}', '{"b":"c"}'],
    ['{"a":["b"]}', '{"a":"c"}', '{"a":"c"}'],
    ['{"a":"c"}', '{"a":["b"]}', '{"a":["b"]}'],
    ['{"a":{"b":"c"}}', '{"a":{"b":"d","c":null}}', '{"a":{"b":"d"}}'],
    ['{"a":[{"b":"c"}]}', '{"a":[1]}', '{"a":[1]}'],
    ['["a","b"]', '["c","d"]', '["c","d"]'],
    ['{"a":"b"}', '["c"]', '["c"]'],
    ['{"a":"foo"}', 'null', 'null'],
    ['{"a":"foo"}', '"bar"', '"bar"'],
    ['{"e":null}', '{"a":1}', '{"e":null,"a":1}'],
    ['[1,2]', '{"a":"b","c":null}', '{"a":"b"}'],
    ['{}', '{"a":{"bb":{"ccc":null}}}', '{"a":{"bb":{}}}'],
  ])('of %s by %s is %s (RFC 7396, appendix A)', (target, change, result) => {
    expect(applyMergePatch(JSON.parse(target) as never, JSON.parse(change) as never)).toEqual(JSON.parse(result));
  });
});

describe('PATCH settings', () => {
  it('sets and deletes, and answers as PUT does', async () => {
    const person = await newPerson();
    const answer = await patch(person, inDefault({ [`${COMMON}fontSize`]: 20, [`${COMMON}magnification`]: null }));
    expect([answer.status, await answer.json(), await storedFor(person)]).toEqual([
      200,
      { gpiiKey: person, message: 'Successfully updated.' },
      {
        name: 'Alice',
        contexts: {
          'gpii-default': { preferences: { [`${COMMON}fontSize`]: 20, [`${APP}org.magnifier`]: { own: true } } },
        },
      },
    ]);
  });

  it('deletes a setting, an application, a context', async () => {
    const person = await newPerson();
    await patch(person, { contexts: { night: { preferences: {} } } });
    await patch(person, inDefault({ [`${APP}org.magnifier`]: { own: null } }));
    await patch(person, { name: null, contexts: { night: null } });
    expect(await storedFor(person)).toMatchObject(inDefault({ [`${APP}org.magnifier`]: {} }));
    expect(await storedFor(person)).not.toHaveProperty('contexts.night');
  });

  it.each([
    ['a value against its schema', inDefault({ [`${COMMON}fontSize`]: 'big' })],
    ['a set without contexts', { contexts: null }],
    ['a context without preferences', { contexts: { 'gpii-default': { preferences: null } } }],
    ['a list', []],
    ['null', null],
  ])('refuses what would leave %s, and leaves all as it was', async (_what, body) => {
    const person = await newPerson();
    const before = await storedFor(person);
    const answer = await patch(person, body);
    expect([answer.status, await answer.json(), await storedFor(person)]).toMatchObject([
      400,
      { isValid: false, errors: [{ rule: expect.anything() as unknown }] },
      before as object,
    ]);
  });

  it('does not hold against a person what an import brought in', async () => {
    const person = await newPerson({ preferences: { flat: inDefault({ [`${COMMON}fontSize`]: 'big', odd: 1 }) } });
    const [first, second] = [
      await patch(person, inDefault({ [`${COMMON}volume`]: 1 })),
      await patch(person, inDefault({ odd: null })),
    ];
    expect([first.status, second.status]).toEqual([200, 200]);
  });

  it('lets a client delete its allowed terms only, also by deleting a context', async () => {
    const person = await newPerson();
    const statuses = [
      await patch(person, inDefault({ [`${COMMON}fontSize`]: null }), 'narrow'),
      await patch(person, inDefault({ [`${COMMON}magnification`]: null }), 'narrow'),
      await patch(person, { contexts: { 'gpii-default': null } }, 'narrow'),
      await patch(person, { contexts: {} }, 'narrow'),
    ].map(({ status }) => status);
    expect(statuses).toEqual([200, 401, 401, 200]);
  });

  it('refuses read-only sets and other media types', async () => {
    const person = await newPerson({ readOnly: true });
    const other = await server.save('alice', '{}', { method: 'PATCH', contentType: 'application/json' });
    expect([(await patch(person, { name: 'x' })).status, other.status, other.headers.get('accept-patch')]).toEqual([
      404,
      415,
      'application/merge-patch+json',
    ]);
  });
});
