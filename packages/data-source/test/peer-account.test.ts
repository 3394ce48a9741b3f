import { chmod, chown, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { HttpDataSourceOptions } from '../src/index.ts';
import { endServer, listenAt, portOf } from './serve-contract-peer.ts';
import { openSource, startServer } from './with-server.ts';

const OWN = process.getuid?.() ?? 0;
const STRANGER = 64_103;
/** Only root gives files to another account. */
const asRoot = it.skipIf(OWN !== 0);

describe('the socket of another process', () => {
  let folder: string;
  let socketPath: string;
  let requests: number;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gpii-ds-'));
    socketPath = join(folder, 'peer.sock');
    requests = 0;
    const server = createServer((_request, response) => response.end(String((requests += 1))));
    await listenAt(server, { path: socketPath });
    onTestFinished(() => endServer(server).finally(() => rm(folder, { recursive: true })));
  });

  /** Nothing is sent, and the words say why. */
  const refuses = async (options: HttpDataSourceOptions, why: RegExp): Promise<void> => {
    await expect(openSource({ socketPath, ...options }).get({})).rejects.toMatchObject({
      name: 'DataSourceError',
      kind: 'untrusted',
      message: expect.stringMatching(why) as string,
    });
    expect(requests).toBe(0);
  };

  it('is sent to when it belongs to our own account, or to the one that is named', async () => {
    expect(await openSource({ socketPath }).get({})).toBe(1);
    expect(await openSource({ socketPath, peerAccount: OWN }).get({})).toBe(2);
    expect(await openSource({ socketPath, peerAccount: String(OWN) }).get({})).toBe(3);
  });

  it('is not sent to when another account is named', () => refuses({ peerAccount: STRANGER }, /it belongs to account/));

  asRoot('is not sent to when it belongs to a stranger', async () => {
    await chown(socketPath, STRANGER, STRANGER);
    await refuses({}, /it belongs to account 64103, and not to 0/);
    expect(await openSource({ socketPath, peerAccount: STRANGER }).get({})).toBe(1);
  });

  asRoot('is not sent to when its folder belongs to a stranger', async () => {
    await chown(folder, STRANGER, STRANGER);
    await refuses({}, /the folder .* belongs to account 64103/);
  });

  it.each([
    ['everybody may write into', 0o1777, /everybody may write into the folder/],
    ['a group may take files away from', 0o770, /others than its owner may take files away/],
  ])('is not sent to when it is in a folder that %s', async (_name, mode, why) => {
    await chmod(folder, mode);
    await refuses({}, why);
  });

  it('is sent to in a folder of a group whose members can take away their own only', async () => {
    await chmod(folder, 0o1770);
    expect(await openSource({ socketPath }).get({})).toBe(1);
  });

  it('is not sent to when everybody may connect', async () => {
    await chmod(socketPath, 0o777);
    await refuses({}, /everybody may connect/);
  });

  it('is not sent to when it is a link, or a file', async () => {
    await rename(socketPath, join(folder, 'moved'));
    await symlink(join(folder, 'moved'), socketPath);
    await refuses({}, /it is no socket/);
    await rm(socketPath);
    await writeFile(socketPath, '');
    await refuses({}, /it is no socket/);
  });

  it('is found through a folder that is a link', async () => {
    const place = join(folder, 'real');
    await mkdir(place, { mode: 0o700 });
    await rename(socketPath, join(place, 'peer.sock'));
    await symlink(place, join(folder, 'linked'));
    expect(await openSource({ socketPath: join(folder, 'linked', 'peer.sock') }).get({})).toBe(1);
  });

  it('is unreachable when it is not there', async () => {
    await rm(socketPath);
    await expect(openSource({ socketPath }).get({})).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('is looked at for each connection, and not for each request on one', async () => {
    const source = openSource({ socketPath });
    expect(await source.get({})).toBe(1);
    await chmod(folder, 0o1777);
    expect(await source.get({})).toBe(2);
    source.close();
    await expect(source.get({})).rejects.toMatchObject({ kind: 'untrusted' });
  });
});

describe.skipIf(process.platform !== 'linux')('a port of this computer', () => {
  it('is sent to when the account listens there that is named', async () => {
    const { url } = await startServer((_request, response) => response.end('1'));
    expect(await openSource({ url, peerAccount: OWN }).get({})).toBe(1);
  });

  it('is not sent to when another does', async () => {
    let requests = 0;
    const { url } = await startServer((_request, response) => response.end(String((requests += 1))));
    await expect(openSource({ url, peerAccount: STRANGER }).get({})).rejects.toMatchObject({
      kind: 'untrusted',
      message: expect.stringMatching(/listens there, and not 64103/) as string,
    });
    expect(requests).toBe(0);
  });

  it('is unreachable when nobody does', async () => {
    const { server, url } = await startServer(() => undefined);
    expect(portOf(server)).toBeGreaterThan(0);
    await endServer(server);
    await expect(openSource({ url, peerAccount: OWN }).get({})).rejects.toMatchObject({ kind: 'unreachable' });
  });
});

describe('the option peerAccount', () => {
  it.each([
    ['of a computer that is not this one', { url: 'http://192.0.2.1', peerAccount: 0 }],
    ['that is no account', { socketPath: '/run/x', peerAccount: '' }],
    ['that would be a flag', { socketPath: '/run/x', peerAccount: '-u' }],
    ['that nobody has', { socketPath: '/run/x', peerAccount: 'gpii-nobody-has-this-name' }],
  ])('is refused at the start: one %s', (_name, options) => {
    expect(() => openSource(options)).toThrow(expect.objectContaining({ name: 'StartError', exitCode: 78 }) as Error);
  });

  it('may be a name', async () => {
    const { url } = await startServer((_request, response) => response.end('1'));
    expect(() => openSource({ url, peerAccount: 'root' })).not.toThrow();
  });
});
