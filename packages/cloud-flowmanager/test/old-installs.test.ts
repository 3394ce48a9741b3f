import { describe, expect, it } from 'vitest';
import { rawExchange, type RawAnswer } from './support/raw-exchange.ts';
import { runCommand, withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const records = [
  {
    kind: 'clientCredential',
    clientId: 'pilot-computer',
    type: 'installed',
    name: 'Pilot computer',
    owner: 'a@b',
    secrets: [{ secret: 'pilot-computer-secret' }],
    mayCreateGpiiTokens: true,
    mayCreatePreferences: true,
  },
  { kind: 'gpiiToken', token: 'alice', preferences: { flat: { contexts: { 'gpii-default': { preferences: {} } } } } },
]
  .map((record) => `${JSON.stringify(record)}\n`)
  .join('');

/** What GPII's own client library puts on the wire, line by line (GPII-FORMATS §2). */
function oldRequest(line: string, { token, body }: { token?: string; body?: unknown } = {}): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  return [
    `${line} HTTP/1.1`,
    ...(body === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(text)}`]),
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    'Host: 127.0.0.1',
    'Connection: close',
    '',
    text,
  ].join('\r\n');
}

interface TokenAnswer {
  readonly access_token: string;
  readonly expiresIn: number;
  readonly token_type: string;
}

const jsonOf = (answer: RawAnswer): unknown => JSON.parse(answer.body);

describe('an install in the field', () => {
  it.each(['alice', 'somebody new'])('logs %s in, gets settings, saves, and gets what it saved', async (gpiiKey) => {
    await withFiles({}, async (folder) => {
      await runCommand(['import', 'records', '-', '--data-dir', folder], { stdin: records });
      await withCloud(folder, async ({ url }) => {
        const port = Number(new URL(url).port);
        const credential = { client_id: 'pilot-computer', client_secret: 'pilot-computer-secret' };
        const login = { grant_type: 'password', ...credential, username: gpiiKey, password: 'dummy' };
        const loggedIn = await rawExchange(port, oldRequest('POST /access_token', { body: login }));
        const { access_token: token, ...rest } = jsonOf(loggedIn) as TokenAnswer;
        expect([loggedIn.status, rest]).toMatchObject([200, { expiresIn: 3600, token_type: 'Bearer' }]);

        const device = {
          solutions: [{ id: 'org.gnome.desktop.a11y.magnifier' }],
          OS: { id: 'linux', version: '6.1.0' },
        };
        const key = encodeURIComponent(gpiiKey);
        const getLine = `GET /${key}/settings/${encodeURIComponent(JSON.stringify(device))}`;
        const before = await rawExchange(port, oldRequest(getLine, { token }));
        expect([before.status, Object.keys(jsonOf(before) as object)]).toEqual([
          200,
          ['gpiiKey', 'preferences', 'solutionsRegistryEntries', 'matchMakerOutput'],
        ]);

        const preferences = { 'http://registry.gpii.net/common/magnification': 3 };
        const body = { contexts: { 'gpii-default': { name: 'Default preferences', preferences } } };
        const saved = await rawExchange(port, oldRequest(`PUT /${key}/settings`, { token, body }));
        expect([saved.status, saved.body]).toEqual([200, `{"gpiiKey":"${gpiiKey}","message":"Successfully updated."}`]);

        const after = await rawExchange(port, oldRequest(getLine, { token }));
        expect(jsonOf(after)).toMatchObject({
          preferences: body,
          matchMakerOutput: {
            inferredConfiguration: {
              'gpii-default': {
                applications: { 'org.gnome.desktop.a11y.magnifier': { active: true, settings: preferences } },
              },
            },
          },
        });
      });
    });
  });
});
