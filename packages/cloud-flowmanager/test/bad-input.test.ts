import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawExchange, rawRequest } from './support/raw-exchange.ts';
import {
  alice,
  APP,
  clientRecord,
  COMMON,
  device,
  startSettingsServer,
  type SettingsServer,
} from './support/settings-server.ts';

let server: SettingsServer;
beforeAll(async () => {
  server = await startSettingsServer();
  const rights = { mayCreateGpiiTokens: true, mayCreatePreferences: true };
  await server.take(clientRecord({ clientId: 'creator', ...rights }));
});
afterAll(() => server.close());

const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const inDefault = (preferences: string): string => `{"contexts":{"gpii-default":{"preferences":${preferences}}}}`;
/** Milliseconds of CPU that the whole process may take for one request: far above any real need, far below "seconds". */
const CPU_LIMIT_MS = 1500;

async function withinCpuLimit<T>(act: () => Promise<T>): Promise<T> {
  const before = process.cpuUsage();
  const result = await act();
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(CPU_LIMIT_MS);
  return result;
}

describe('GET settings', () => {
  it('knows no solutions by the names of a prototype', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'org.magnifier'].map((id) => ({ id }));
    const small = JSON.stringify({ OS: { id: 'linux' }, solutions: names });
    const answer = await withinCpuLimit(() => server.get('alice', small));
    const { solutionsRegistryEntries } = (await answer.json()) as { solutionsRegistryEntries: object };
    expect([answer.status, Object.keys(solutionsRegistryEntries)]).toEqual([200, ['org.magnifier']]);
  });

  it.each([
    ['an address above its limit', `[${'1,'.repeat(32_768)}1]`, 400],
    ['an address above all limits', `[${'1,'.repeat(500_000)}1]`, 400],
    ['an address of nearly 64 KiB', `[${'1,'.repeat(32_700)}1]`, 200],
    ['nesting of 4 000 levels', `${'['.repeat(4000)}${']'.repeat(4000)}`, 400],
    ['nesting without an end', '['.repeat(8000), 400],
    ['thousands of equal members', `{${'"__proto__":1,'.repeat(500)}"a":1}`, 200],
    ['a lone surrogate', '"\\ud800"', 200],
    ['a number beyond all numbers', '1e999', 200],
    ['backslashes and quotes', '{"OS":{"id":"\\\\\\""}}', 200],
  ])('answers %s at once', async (_what, text, status) => {
    const url = `/alice/settings/${encodeURIComponent(text).replaceAll('%5B', '[').replaceAll('%5D', ']').replaceAll('%2C', ',')}`;
    const request = rawRequest(`GET ${url}`, [`Authorization: Bearer ${await server.tokenFor('alice')}`]);
    expect((await withinCpuLimit(() => rawExchange(server.port, request))).status).toBe(status);
  });

  it('answers 10 000 solutions with words about the device report, also to a client that goes on sending', async () => {
    const solutions = Array.from({ length: 10_000 }, (_, n) => ({ id: `org.example.solution-${n}` }));
    const answer = await withinCpuLimit(() => server.get('alice', JSON.stringify({ OS: { id: 'linux' }, solutions })));
    expect([answer.status, await answer.text()]).toEqual([
      400,
      expect.stringContaining('A device report is a part of it'),
    ]);
  });

  it('takes 1 000 solutions', async () => {
    const solutions = [...Array.from({ length: 1000 }, (_, n) => ({ id: `s${n}` })), { id: 'org.magnifier' }];
    const answer = await server.get('alice', JSON.stringify({ OS: { id: 'linux' }, solutions }));
    const { solutionsRegistryEntries } = (await answer.json()) as { solutionsRegistryEntries: object };
    expect([answer.status, Object.keys(solutionsRegistryEntries)]).toEqual([200, ['org.magnifier']]);
  });

  it('refuses headers of more than 16 KiB beside a short address with 431', async () => {
    const headers = [`Authorization: Bearer ${await server.tokenFor('alice')}`, `X-A: ${'a'.repeat(17_000)}`];
    expect((await rawExchange(server.port, rawRequest('GET /alice/settings/%7B%7D', headers))).status).toBe(431);
  });

  it.each(['%', '%zz', '%ff', '%c0%af', '%ed%a0%80'])('refuses %s, which stands for no character', async (segment) => {
    const authorization = `Authorization: Bearer ${await server.tokenFor('alice')}`;
    const statuses = [
      await rawExchange(server.port, rawRequest(`GET /${segment}/settings/%7B%7D`, [authorization])),
      await rawExchange(server.port, rawRequest(`GET /alice/settings/${segment}`, [authorization])),
      await rawExchange(server.port, rawRequest(`PUT /${segment}/settings`, [authorization, 'Content-Length: 0'])),
    ].map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 400]);
  });
});

describe('a GPII token', () => {
  it.each(['a/b/settings/c', '../alice', 'Åsa 🦉', '\u202Eecila', '__proto__', 'constructor', 'a?b#c', '%2F', ' '])(
    'as odd as %j is got and saved as it is',
    async (odd) => {
      await server.take({ ...alice, token: odd });
      const preferences = { [`${COMMON}volume`]: 1 };
      const saved = await server.save(odd, { contexts: { 'gpii-default': { preferences } } });
      const got = await server.get(odd, device);
      const answers = [await saved.json(), await got.json()];
      expect([saved.status, got.status, answers]).toMatchObject([200, 200, [{ gpiiKey: odd }, { gpiiKey: odd }]]);
    },
  );
});

describe.each([
  ['PUT', 'application/json'],
  ['PATCH', 'application/merge-patch+json'],
] as const)('%s settings', (method, contentType) => {
  const send = (body: string, type: string = contentType): Promise<Response> =>
    withinCpuLimit(() => server.save('alice', body, { method, contentType: type }));

  it.each([
    ['nothing', '', 400],
    ['no JSON', '{', 400],
    ['half a text', '{"contexts', 400],
    ['an HTML page', '<p>', 400],
    ['33 levels', inDefault(`{"http://x/y":${nested(31)}}`), 400],
    ['10 000 levels', nested(10_000), 400],
    ['60 000 levels without an end', '['.repeat(60_000), 400],
    ['a member __proto__', inDefault('{"http://x/y":{"__proto__":{"polluted":1}}}'), 400],
    ['a member __proto__, escaped', inDefault('{"http://x/y":{"\\u005f_proto__":1}}'), 400],
    ['a term __proto__', inDefault('{"__proto__":{"polluted":1}}'), 400],
    ['a term constructor', inDefault('{"constructor":{"prototype":{"polluted":1}}}'), 400],
    ['a context constructor that is none', '{"contexts":{"constructor":1}}', 400],
    ['more than the limit', `{"a":"${'x'.repeat(140_000)}"}`, 413],
    ['a name that patterns could try for ever', inDefault(`{"${'a'.repeat(100_000)} ":1}`), 400],
    ['10 000 wrong members', inDefault(`{${Array.from({ length: 10_000 }, (_, n) => `"${n}":1`).join()}}`), 400],
    ['a number beyond all numbers', inDefault(`{"${COMMON}fontSize":1e999}`), 400],
  ])('answers %s with a refusal, at once, and keeps what is stored', async (_what, body, status) => {
    const before = JSON.stringify(await server.gpiiTokens.findPreferences(server.gpiiTokens.hash('alice')));
    const answer = await send(body);
    expect([answer.status, await answer.json()]).toMatchObject([status, { isError: true }]);
    const after = JSON.stringify(await server.gpiiTokens.findPreferences(server.gpiiTokens.hash('alice')));
    expect([after, ({} as { polluted?: unknown }).polluted]).toEqual([before, undefined]);
  });

  it('tells no more than 100 problems', async () => {
    const body = inDefault(`{${Array.from({ length: 10_000 }, (_, n) => `"${n}":1`).join()}}`);
    const { errors } = (await (await send(body)).json()) as { errors: unknown[] };
    expect(errors).toHaveLength(100);
  });

  it('takes 5 000 terms at once', async () => {
    await server.take({ ...alice, token: 'many' });
    const terms = Array.from({ length: 5000 }, (_, n) => `"http://x/${n}":1`).join();
    const answer = await withinCpuLimit(() => server.save('many', inDefault(`{${terms}}`), { method, contentType }));
    expect(answer.status).toBe(200);
  });

  it('takes contexts and settings with the names of a prototype, and gives them back', async () => {
    await server.take({ ...alice, token: 'names' });
    const preferences = { [`${APP}com.unknown`]: { constructor: 1, toString: 2 } };
    const body = JSON.stringify({ contexts: { constructor: { preferences }, hasOwnProperty: { preferences } } });
    const answer = await server.save('names', body, { method, contentType });
    const safe = await server.gpiiTokens.findPreferences(server.gpiiTokens.hash('names'));
    expect([answer.status, safe?.preferences.flat]).toMatchObject([200, JSON.parse(body) as object]);
  });

  it('refuses bytes that are no UTF-8', async () => {
    const head = [`Authorization: Bearer ${await server.tokenFor('alice')}`, `Content-Type: ${contentType}`];
    const request = Buffer.concat([
      Buffer.from(rawRequest(`${method} /alice/settings`, [...head, 'Content-Length: 3'])),
      Buffer.from([0x22, 0xff, 0x22]),
    ]);
    expect((await rawExchange(server.port, request)).status).toBe(400);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
    'refuses the type %j',
    async (type) => {
      expect((await send('{"contexts":{}}', type)).status).toBe(415);
    },
  );

  it('takes its type with parameters, in any case', async () => {
    expect((await send('{"contexts":{}}', `${contentType.toUpperCase()}; charset=UTF-8`)).status).toBe(200);
  });
});

it('a preference set grows to its limit and no further', async () => {
  await server.take({ ...alice, token: 'growing' });
  const statuses: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    const preferences = { [`http://x/${index}`]: 'x'.repeat(120_000) };
    statuses.push((await server.save('growing', { contexts: { 'gpii-default': { preferences } } })).status);
  }
  expect([statuses.slice(0, 8), statuses.at(-1)]).toEqual([Array.from({ length: 8 }, () => 200), 413]);
});
