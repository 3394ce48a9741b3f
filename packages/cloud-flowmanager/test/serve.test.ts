import { access, chmod, stat } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { settingsAnswerSchema } from '@gpii/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  readOperator,
  runCloud,
  runCommand,
  withCloud,
  withCloudProcess,
  type RunningCloud,
} from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

const record = (value: object): string => `${JSON.stringify(value)}\n`;
const records =
  record({
    kind: 'clientCredential',
    clientId: 'pc',
    type: 'installed',
    name: '',
    owner: 'a@b',
    secrets: [{ secret: 'pc-secret-1' }],
    mayCreateGpiiTokens: true,
    mayCreatePreferences: true,
  }) + record({ kind: 'gpiiToken', token: 'alice', preferences: { flat: { contexts: {} } } });

/** A server for all that do not end it. */
let cloud: RunningCloud;
let folder: string;
let leave: () => void = () => undefined;
let left: Promise<void>;

beforeAll(async () => {
  await new Promise<void>((resolve, reject) => {
    left = withFiles({}, async (own) => {
      folder = own;
      await runCommand(['import', 'records', '-', '--data-dir', folder], { stdin: records });
      await withCloud(folder, (running) => {
        cloud = running;
        resolve();
        return new Promise((end) => {
          leave = end;
        });
      });
    });
    left.catch(reject);
  });
});
afterAll(async () => {
  leave();
  await left;
});

describe('gpii-cloud serve', () => {
  it('says where it listens, in the listening line and in operator.json (0600)', async () => {
    const { listening, operatorUrl } = cloud;
    const local = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string;
    expect(listening).toEqual({ event: 'listening', service: 'gpii-cloud', url: local, operatorUrl: local });
    expect([
      (await readOperator(folder)).operatorUrl,
      (await stat(join(folder, 'operator.json'))).mode & 0o777,
    ]).toEqual([operatorUrl, 0o600]);
  });

  it('gives lifecycle instructions for an access token that it gave, also for a GPII token that is to be created', async () => {
    const { url } = cloud;
    const form = { grant_type: 'password', username: 'new person', client_id: 'pc', client_secret: 'pc-secret-1' };
    const body = new URLSearchParams(form);
    const token = (await (await fetch(`${url}/oauth2/access_token`, { method: 'POST', body })).json()) as {
      access_token: string;
    };
    const answer = await fetch(`${url}/new%20person/settings/%7B%7D`, {
      headers: { authorization: `Bearer ${token.access_token}` },
    });
    const instructions: unknown = await answer.json();
    expect([answer.status, settingsAnswerSchema.safeParse(instructions).success, instructions]).toMatchObject([
      200,
      true,
      { gpiiKey: 'new person', preferences: {} },
    ]);
  });

  it('is ready', async () => {
    expect((await fetch(`${cloud.url}/health/ready`)).status).toBe(200);
  });

  it.each(['--port', '--operator-port'])(
    'ends with one sentence and exit 69 when the port of %s is taken',
    async (flag) => {
      const taken = createServer();
      await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
      const { port } = taken.address() as AddressInfo;
      await withFiles({}, async (own) => {
        const ports = ['--port', '0', '--operator-port', '0', flag, String(port)];
        const { exitCode, stderr } = await runCloud(['serve', '--data-dir', own, ...ports]);
        expect([exitCode, stderr.trimEnd().split('\n')]).toEqual([
          69,
          [expect.stringContaining(`Cannot listen on 127.0.0.1:${port}`)],
        ]);
      });
      taken.close();
    },
  );

  it('ends with one sentence and exit 69 when another has the data folder open', async () => {
    const { exitCode, stderr } = await runCloud(['serve', '--port', '0', '--data-dir', folder]);
    expect([exitCode, stderr]).toEqual([69, `The data folder ${folder} is in use by another process\n`]);
  });

  it('ends with one sentence and exit 69 when its keys are damaged', async () => {
    await withFiles({ 'keys.json': '{}' }, async (own) => {
      await chmod(join(own, 'keys.json'), 0o600);
      const { exitCode, stderr } = await runCloud(['serve', '--port', '0', '--data-dir', own]);
      expect([exitCode, stderr.trimEnd().split('\n')]).toEqual([69, [expect.stringContaining('keys.json')]]);
    });
  });

  it('ends with one sentence and exit 69 when the data folder is a file', async () => {
    await withFiles({ file: '' }, async (own) => {
      const { exitCode, stderr } = await runCloud(['serve', '--port', '0', '--data-dir', join(own, 'file')]);
      expect([exitCode, stderr.trimEnd().split('\n').length]).toEqual([69, 1]);
    });
  });

  it('ends with file, line and exit 78 when a registry is broken', async () => {
    await withFiles({ 'linux.json5': '{\n a: ] }' }, async (own) => {
      const args = ['serve', '--port', '0', '--solutions', own, '--data-dir', join(own, 'data')];
      const { exitCode, stderr } = await runCloud(args);
      expect([exitCode, stderr]).toEqual([78, expect.stringContaining(`${join(own, 'linux.json5')}:2`)]);
    });
  });

  it('starts again over the data of a server that was killed, exits 0 on SIGTERM and takes operator.json away', async () => {
    await withFiles({}, async (own) => {
      await withCloudProcess(own, async ({ stop }) => {
        await stop('SIGKILL');
      });
      await withCloudProcess(own, async ({ url, stop }) => {
        expect((await fetch(`${url}/health/ready`)).status).toBe(200);
        expect((await stop()).exitCode).toBe(0);
        await expect(access(join(own, 'operator.json'))).rejects.toThrow();
      });
    });
  });
});

describe('the operator listener', () => {
  const post = async (url: string, headers: Record<string, string>, body = '{"records":[]}'): Promise<number> =>
    (await fetch(`${url}/operator/import-records`, { method: 'POST', headers, body })).status;

  it('refuses all but the operator key of this start, and web pages with it', async () => {
    const { operatorUrl, url } = cloud;
    const { operatorKey } = await readOperator(folder);
    const right = { authorization: `Bearer ${operatorKey}` };
    const statuses = await Promise.all([
      post(operatorUrl, right),
      post(operatorUrl, right, '{"records":[{}]}'),
      post(operatorUrl, {}),
      post(operatorUrl, { authorization: 'Bearer wrong' }),
      post(operatorUrl, { authorization: `Bearer ${operatorKey}x` }),
      post(operatorUrl, { ...right, origin: 'http://evil.example' }),
      post(url, right),
    ]);
    expect(statuses).toEqual([200, 400, 403, 403, 403, 403, 404]);
  });
});
