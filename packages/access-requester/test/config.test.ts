import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLOUD_ROUTES, HEALTH_ROUTES } from '@gpii/protocol';
import { buildService, plainOptions, type Component } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeChannelKey } from '../src/channel/make-channel-key.ts';
import { accessRequesterService } from '../src/grades.ts';
import { startRequester } from './start-requester.ts';

describe('the config of the access requester', () => {
  it('asks the addresses that the cloud has', () => {
    const { component } = buildService(accessRequesterService, { flags: { socket: '/s' }, config: undefined });
    const { tokenSource, healthSource } = component as unknown as Record<'tokenSource' | 'healthSource', Component>;

    expect(plainOptions(tokenSource)).toMatchObject({ url: 'http://127.0.0.1:8081', path: CLOUD_ROUTES.token });
    expect(plainOptions(healthSource)).toMatchObject({ url: 'http://127.0.0.1:8081', path: HEALTH_ROUTES.live });
  });

  it('can be merged by another that names another data source, without a line of code', async () => {
    const config = join(tempFolder(), 'platform.json5');
    writeFileSync(
      config,
      `{
        mergeConfigs: '%access-requester/configs/access-requester.json5',
        options: {
          components: {
            tokenSource: {
              type: 'gpii.dataSource.memory',
              options: {
                keyMembers: ['gpiiToken'],
                values: { 'gpiiToken=alice': { access_token: 'from memory', token_type: 'Bearer', expires_in: 60 } },
              },
            },
          },
        },
      }`,
    );
    const requester = await startRequester({ cloudUrl: 'http://127.0.0.1:9', config });

    expect((await requester.requestToken('alice')).body).toEqual({ access_token: 'from memory', expires_in: 60 });
  });
});

describe('the settings of the access requester', () => {
  const problemsOf = (flags: Record<string, unknown>): readonly string[] => {
    try {
      buildService(accessRequesterService, { flags, config: undefined });
    } catch (error) {
      if (error instanceof StartError) return error.problems;
    }
    return [];
  };

  it.each([
    [{}, '--channel-key-file is needed on TCP'],
    [{ port: '1', socket: '/s', channelKeyFile: '/k' }, '--port and --socket exclude each other'],
    [{ parentChannel: 'yes', socket: '/s' }, '--parent-channel yes excludes --port and --socket'],
    [{ socket: '/s', cloudUrl: 'ftp://x' }, '--cloud-url: Expected an address such as'],
  ])('are checked: %j', (flags, problem) => {
    expect(problemsOf(flags)).toEqual([expect.stringContaining(problem)]);
  });

  it('name a channel key file that has to be there', async () => {
    const channelKeyFile = join(tempFolder(), 'none');

    await expect(startRequester({ cloudUrl: 'http://127.0.0.1:9', flags: { channelKeyFile } })).rejects.toMatchObject({
      exitCode: 78,
      message: `The key file ${channelKeyFile} can't be read: there is no such file.`,
    });
  });
});

describe('makeChannelKey', () => {
  it('makes another key each time, for its owner alone', () => {
    const folder = tempFolder();
    const files = ['a', 'b'].map((name) => join(folder, name));
    files.forEach(makeChannelKey);

    const [a, b] = files.map((file) => readFileSync(file, 'utf8'));
    expect(a).toMatch(/^[A-Za-z0-9_-]{43}\n$/);
    expect(a).not.toBe(b);
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('leaves a file alone that is there', () => {
    const file = join(tempFolder(), 'key');
    writeFileSync(file, 'mine');

    expect(() => {
      makeChannelKey(file);
    }).toThrow(/there is a file already/);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});

function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gpii-ar-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  return folder;
}
