import { spawn, spawnSync } from 'node:child_process';
import { chown, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CLIENT_ID, startCloud } from './fake-cloud.ts';
import { makeComputer, type TestComputer } from './make-computer.ts';

const PROGRAM = fileURLToPath(new URL('../bin/gpii-manager.js', import.meta.url));
/** Whatever makes a file, opens one, or changes who may read it. */
const CALLS = 'open,openat,openat2,creat,mknod,mknodat,link,linkat,symlink,symlinkat';
const CHANGES = 'chmod,fchmod,fchmodat,chown,lchown,fchown,fchownat,rename,renameat,renameat2,fsync,fdatasync';
const isRoot = process.getuid?.() === 0;

const whyNot = findObstacle();

function findObstacle(): string | undefined {
  const { error, status } = spawnSync('strace', ['-f', 'true']);
  if (error !== undefined) return 'strace is missing';
  return status === 0 ? undefined : 'strace may not trace here';
}

/** The system calls of a command that are about the folder of the credential, in order, without process ids. */
async function trace({ base, rooms: { settings } }: TestComputer, file: string): Promise<string[]> {
  const output = join(base, 'strace');
  const program = [process.execPath, PROGRAM, 'set', '--file', file, '--no-delete-file'];
  const child = spawn(
    'strace',
    ['-f', '-y', '-s', '300', '-o', output, '-e', `trace=${CALLS},${CHANGES}`, ...program],
    {
      env: {
        PATH: process.env.PATH ?? '',
        GPII_MANAGER_CLOUD_URL: settings.cloudUrl,
        GPII_MANAGER_CREDENTIAL_FILE: settings.credentialFile,
        GPII_MANAGER_RECORD_FILE: settings.recordFile,
      },
    },
  );
  const [said, code] = await Promise.all([text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  expect(code, said).toBe(0);
  const folder = dirname(settings.credentialFile);
  const lines = (await readFile(output, 'utf8')).split('\n').map((line) => line.replace(/^\d+ +/, ''));
  return lines.filter((line) => line.includes(folder));
}

describe.skipIf(whyNot !== undefined)(`system calls of gpii-manager (${whyNot ?? 'under strace'})`, () => {
  it('the credential file is closed to others from its first moment on, on disk before it is in place', async () => {
    const cloud = await startCloud();
    cloud.secrets.add('canary-secret-0');
    const computer = await makeComputer(cloud.url);
    const { base, credentialFile } = computer;
    const folder = dirname(credentialFile);
    // The account of the folder gets the file; as root it can be another one.
    const owner = isRoot ? 64_101 : (process.getuid?.() ?? 0);
    if (isRoot) await chown(folder, owner, owner);
    const saved = join(base, 'saved.json');
    await writeFile(
      saved,
      JSON.stringify({ installed: { client_id: CLIENT_ID, client_secret: 'canary-secret-0', name: '' } }),
    );

    const calls = await trace(computer, saved);

    const made = calls.filter((call) => /\bO_CREAT\b|^creat|^mknod|link(at)?\(/.test(call));
    expect(made).toEqual([
      expect.stringMatching(/\.credential-\w+", O_WRONLY\|O_CREAT\|O_EXCL\|O_NOFOLLOW\|O_CLOEXEC, 0600\) = \d+/),
    ]);
    expect(calls.filter((call) => call.includes('chmod'))).toEqual([]);
    const order = calls.flatMap((call) => {
      if (/^f(data)?sync\(\d+<[^>]*\.credential-/.test(call)) return ['file on disk'];
      if (/^fchown\(\d+<[^>]*\.credential-/.test(call)) return ['given to its owner'];
      if (call.startsWith('rename')) return ['in place'];
      return /^f(data)?sync\(/.test(call) ? ['folder on disk'] : [];
    });
    const given = isRoot ? ['given to its owner'] : [];
    expect(order).toEqual([...given, 'file on disk', 'in place', 'folder on disk']);
    const { mode, uid } = await stat(credentialFile);
    expect([mode & 0o777, uid]).toEqual([0o600, owner]);
  });
});
