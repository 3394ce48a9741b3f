import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ensureChannelKey, ensureCredential, randomPassword } from '../src/credential.ts';
import { makePrivateFolders } from '../src/private-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const TOKEN_URI = 'http://127.0.0.1:8081/oauth2/access_token';

function modeOf(path: string): number {
  return statSync(path).mode & 0o777;
}

describe('the credential file', () => {
  it('has the form of DESIGN §4, and is its owner’s alone', async () => {
    const file = join(temporaryFolder(), 'credential.json');
    await ensureCredential(file, TOKEN_URI);
    const { installed, ...others } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
    expect(others).toEqual({});
    expect(installed).toEqual({
      client_id: expect.stringMatching(/^[1-9][0-9]{10}-[a-z0-9]{32}$/) as string,
      client_secret: expect.stringMatching(/^[\w-]{43}$/) as string,
      name: 'Trial computer',
      token_uri: TOKEN_URI,
    });
    expect(modeOf(file)).toBe(0o600);
  });

  it('stays as it is at the next start', async () => {
    const file = join(temporaryFolder(), 'credential.json');
    const first = await ensureCredential(file, TOKEN_URI);
    const text = readFileSync(file, 'utf8');
    expect(await ensureCredential(file, TOKEN_URI)).toEqual(first);
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('follows the cloud to another port, with the same secret', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'credential.json');
    const first = await ensureCredential(file, TOKEN_URI);
    const moved = { ...first, token_uri: 'http://127.0.0.1:9999/oauth2/access_token' };
    expect(await ensureCredential(file, moved.token_uri)).toEqual(moved);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ installed: moved });
    expect(readdirSync(folder)).toEqual(['credential.json']);
  });

  it.each(['', '{"installed"', '{}', 'null', '[]', '{"installed":{"client_id":"a"}}'])(
    'is not overwritten when it holds %j',
    async (text) => {
      const file = join(temporaryFolder(), 'credential.json');
      writeFileSync(file, text);
      await expect(ensureCredential(file, TOKEN_URI)).rejects.toMatchObject({ exitCode: 69 });
      expect(readFileSync(file, 'utf8')).toBe(text);
    },
  );
});

describe('the channel key', () => {
  it('is 256 random bits, its owner’s alone, made once', async () => {
    const file = join(temporaryFolder(), 'channel-key');
    await ensureChannelKey(file);
    const key = readFileSync(file, 'utf8');
    await ensureChannelKey(file);
    expect(key).toMatch(/^[\w-]{43}\n$/);
    expect(readFileSync(file, 'utf8')).toBe(key);
    expect(modeOf(file)).toBe(0o600);
  });
});

describe('the password', () => {
  it('is long and another one each time', () => {
    expect(randomPassword()).toMatch(/^[a-zA-Z2-9]{24}$/);
    expect(randomPassword()).not.toBe(randomPassword());
  });
});

describe('the data folder', () => {
  it('is made for its owner alone, with those above and inside it', async () => {
    const above = join(temporaryFolder(), 'a');
    await makePrivateFolders(join(above, 'b'), ['logs']);
    expect([above, join(above, 'b'), join(above, 'b', 'logs')].map(modeOf)).toEqual([0o700, 0o700, 0o700]);
  });

  it('keeps the permissions that it had; what is inside does not', async () => {
    const folder = temporaryFolder();
    await makePrivateFolders(folder, ['logs']);
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'logs'), 0o755);
    await makePrivateFolders(folder, ['logs']);
    expect([modeOf(folder), modeOf(join(folder, 'logs'))]).toEqual([0o755, 0o700]);
  });

  it('is refused in a sentence where it cannot be', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    await expect(makePrivateFolders(file, [])).rejects.toMatchObject({ exitCode: 69 });
    await expect(makePrivateFolders(join(file, 'below'), [])).rejects.toMatchObject({ exitCode: 69 });
  });
});
