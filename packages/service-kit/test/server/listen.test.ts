import { chmodSync, mkdtempSync, rmSync, statSync, existsSync, writeFileSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withServer } from '../support/with-server.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpii-service-kit-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const socketAt = (path: string, socketMode = 0o600) => ({ at: { socketPath: path, socketMode } });

/** A socket file whose server was killed. */
function leaveStaleSocket(path: string): void {
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
}

function askLive(socketPath: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request({ socketPath, path: '/health/live', agent: false }, (response) => {
      response.resume();
      response.once('end', () => {
        resolve(response.statusCode);
      });
    })
      .once('error', reject)
      .end();
  });
}

describe('listening', () => {
  it('picks a free port for 0 and says which', async () => {
    await withServer({}, async ({ url }) => {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
      await Promise.resolve();
    });
  });

  it('puts an IPv6 address in brackets', async () => {
    await withServer({ at: { host: '::1', port: 0 } }, async ({ url }) => {
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
    });
  });

  it('says in one sentence that a port is taken', async () => {
    await withServer({}, async ({ port }) => {
      const second = withServer({ at: { host: '127.0.0.1', port } }, () => Promise.resolve());
      await expect(second).rejects.toMatchObject({
        name: 'StartError',
        exitCode: 69,
        message: expect.stringContaining(`Cannot listen on 127.0.0.1:${port}: another process does already.`) as string,
      });
    });
  });

  it('names the setting of the port that is taken', async () => {
    await withServer({}, async ({ port }) => {
      const at = { host: '127.0.0.1', port, portFlag: '--operator-port' };
      await expect(withServer({ at }, () => Promise.resolve())).rejects.toThrow('choose another with --operator-port.');
    });
  });

  it('says in one sentence that an address is not of this computer', async () => {
    const elsewhere = withServer({ at: { host: '192.0.2.1', port: 0 } }, () => Promise.resolve());
    await expect(elsewhere).rejects.toMatchObject({ exitCode: 69 });
  });
});

describe('listening on a Unix socket', () => {
  it.each([0o600, 0o660])('gives it mode %o', async (mode) => {
    const path = join(folder, 's');
    await withServer(socketAt(path, mode), async ({ url }) => {
      expect([url, statSync(path).mode & 0o777]).toEqual([`unix:${path}`, mode]);
      await Promise.resolve();
    });
  });

  it('leaves the umask as it was', async () => {
    const modeOfNew = (name: string): number => {
      writeFileSync(join(folder, name), '');
      return statSync(join(folder, name)).mode;
    };
    const before = modeOfNew('before');
    await withServer(socketAt(join(folder, 's')), () => Promise.resolve());
    expect(modeOfNew('after')).toBe(before);
  });

  it('answers there', async () => {
    const path = join(folder, 's');
    await withServer(socketAt(path), async () => {
      expect(await askLive(path)).toBe(200);
    });
  });

  it('replaces the file that a killed server left', async () => {
    const path = join(folder, 's');
    leaveStaleSocket(path);
    expect(existsSync(path)).toBe(true);
    await withServer(socketAt(path), async () => {
      expect(await askLive(path)).toBe(200);
    });
  });

  it('does not take the socket of a server that is running', async () => {
    const path = join(folder, 's');
    const running = createServer((_request, response) => response.writeHead(204).end());
    await new Promise<void>((resolve) => running.listen(path, resolve));
    await expect(withServer(socketAt(path), () => Promise.resolve())).rejects.toMatchObject({ exitCode: 69 });
    expect(await askLive(path)).toBe(204);
    running.close();
  });

  it('does not remove a file that is no socket', async () => {
    const path = join(folder, 'precious');
    writeFileSync(path, 'words');
    await expect(withServer(socketAt(path), () => Promise.resolve())).rejects.toMatchObject({ exitCode: 69 });
    expect(readFileSync(path, 'utf8')).toBe('words');
  });

  it.each([
    ['everybody may write into', 0o1777],
    ['others may take files away from', 0o770],
  ])('does not listen in a folder that %s', async (_name, mode) => {
    chmodSync(folder, mode);
    await expect(withServer(socketAt(join(folder, 's')), () => Promise.resolve())).rejects.toMatchObject({
      name: 'StartError',
      exitCode: 78,
      message: expect.stringMatching(/^Cannot listen on \S+: .*Take a folder that only root or this account/) as string,
    });
    expect(existsSync(join(folder, 's'))).toBe(false);
  });

  it('says in one sentence that its folder is missing', async () => {
    const missing = withServer(socketAt(join(folder, 'no', 's')), () => Promise.resolve());
    await expect(missing).rejects.toMatchObject({ exitCode: 69 });
  });

  it('takes its file away when it stops', async () => {
    const path = join(folder, 's');
    await withServer(socketAt(path), () => Promise.resolve());
    expect(existsSync(path)).toBe(false);
  });
});
