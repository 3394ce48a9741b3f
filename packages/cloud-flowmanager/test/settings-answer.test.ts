import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settingsAnswerSchema } from '@gpii/protocol';
import { alice, COMMON, device, startSettingsServer, type SettingsServer } from './support/settings-server.ts';

let server: SettingsServer;
beforeAll(async () => {
  server = await startSettingsServer();
});
afterAll(() => server.close());

describe('lifecycle instructions', () => {
  it('are what the person, the device and the registry give', async () => {
    expect(await (await server.get('alice', device)).json()).toEqual({
      gpiiKey: 'alice',
      preferences: {
        name: 'Alice',
        contexts: {
          'gpii-default': {
            preferences: {
              [`${COMMON}magnification`]: 2,
              'http://registry.gpii.net/applications/org.magnifier': { own: true },
            },
          },
        },
      },
      solutionsRegistryEntries: { 'org.magnifier': expect.objectContaining({ name: 'Magnifier' }) as object },
      matchMakerOutput: {
        inferredConfiguration: {
          'gpii-default': {
            applications: {
              'org.magnifier': {
                active: true,
                settings: {
                  [`${COMMON}magnification`]: 2,
                  'http://registry.gpii.net/applications/org.magnifier': { own: true },
                },
              },
            },
          },
        },
      },
    });
  });

  it('have their members in the order that installs in the field know', async () => {
    const answer = (await (await server.get('alice', device)).json()) as object;
    expect(Object.keys(answer)).toEqual(['gpiiKey', 'preferences', 'solutionsRegistryEntries', 'matchMakerOutput']);
  });

  it('have the shape that the flow manager checks', async () => {
    const answer: unknown = await (await server.get('alice', device)).json();
    expect(settingsAnswerSchema.safeParse(answer).success).toBe(true);
  });

  it.each([
    ['an unknown operating system', '{"OS":{"id":"beos"},"solutions":[{"id":"org.magnifier"}]}'],
    ['a prototype as operating system', '{"OS":{"id":"__proto__"},"solutions":[{"id":"constructor"}]}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a number', '3'],
    ['a text', '"s"'],
    ['an empty object', '{}'],
    ['null among its solutions', '{"OS":{"id":"linux"},"solutions":[null,3,{}]}'],
    ['no solutions', '{"OS":{"id":"linux"}}'],
    ['solutions that are none', '{"OS":{"id":"linux"},"solutions":{"id":"org.magnifier"}}'],
    ['only what the registry does not know', '{"OS":{"id":"linux"},"solutions":[{"id":"com.magnifier"}]}'],
  ])('have no solutions for a device that is or has %s', async (_what, text) => {
    const answer = await server.get('alice', text);
    expect([answer.status, await answer.json()]).toMatchObject([200, { solutionsRegistryEntries: {} }]);
  });

  it.each(['not JSON', '{', `${'['.repeat(40)}${']'.repeat(40)}`])(
    'are refused with 400 for the device %s',
    async (text) => {
      const answer = await server.get('alice', text);
      expect([answer.status, await answer.json()]).toMatchObject([400, { isError: true, error: 'invalid_request' }]);
    },
  );

  it('are empty for a GPII token of which nothing is stored', async () => {
    expect(await (await server.get('not yet created', '{}')).json()).toEqual({
      gpiiKey: 'not yet created',
      preferences: {},
      solutionsRegistryEntries: {},
      matchMakerOutput: { inferredConfiguration: {} },
    });
  });

  it.each(['a/b', 'Åsa 🦉', '__proto__', '"quoted"', '%41', 'a b+c'])(
    'repeat the GPII token %s as it was',
    async (odd) => {
      await server.take({ ...alice, token: odd });
      expect(await (await server.get(odd, device)).json()).toMatchObject({
        gpiiKey: odd,
        preferences: { name: 'Alice' },
      });
    },
  );

  it('do not keep the server from answering when a context has members that the old cloud died of', async () => {
    const contexts = { 'gpii-default': { unknownKey: 1, preferences: {} }, empty: {} };
    await server.take({ kind: 'gpiiToken', token: 'odd', preferences: { flat: { contexts } } });
    expect((await server.get('odd', device)).status).toBe(200);
  });
});
