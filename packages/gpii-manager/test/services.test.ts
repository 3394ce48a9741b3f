import { spawnSync } from 'node:child_process';
import { lstat, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { installServices, removeServices } from '../src/commands/services.ts';
import { ENABLED_LINKS, systemUnits, unitsInPlace } from '../src/services/service-files.ts';
import { makeComputer } from './make-computer.ts';

const hasSystemdAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;
/** Exposure, as systemd reckons it, times ten: 0 is none, 100 all. What is hardened less than now fails. */
const MOST_EXPOSED = 20;

/** Units written as for another system's root; nothing is run. */
async function write({
  deviceReport,
  sessionAccount,
}: { deviceReport?: string; sessionAccount?: string } = {}): Promise<{
  root: string;
  paths: string[];
  remove: () => Promise<unknown>;
}> {
  const { rooms, base } = await makeComputer('https://cloud.example/100%25');
  const root = join(base, 'root');
  if (deviceReport !== undefined) {
    await mkdir(join(root, 'etc/gpii'), { recursive: true });
    await writeFile(join(root, 'etc/gpii/device.json'), deviceReport);
  }
  await installServices(rooms, { root, sessionAccount });
  const paths = systemUnits({ sessionAccount }).map((unit) => join(root, 'etc/systemd/system', unit));
  if (sessionAccount !== undefined) paths.push(join(root, 'etc/systemd/user/gpii-flowmanager.service'));
  return { root, paths, remove: () => removeServices(rooms, { root }) };
}

describe('the services of this computer', () => {
  it('have accounts, folders and units, which go again', async () => {
    const { root, paths, remove } = await write();
    const [enrol, requester, flowManager] = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    expect(requester).toMatch(/^User=gpii-access-requester$/m);
    expect(flowManager).toMatch(/^User=gpii-flowmanager$/m);
    for (const unit of [enrol, requester, flowManager]) {
      expect(unit).toMatch(/^LimitCORE=0$/m);
      expect(unit).toContain('--cloud-url https://cloud.example/100%%25');
      expect(unit).not.toMatch(/@[A-Z_]+@/);
    }
    // As `systemctl --root enable` made them.
    for (const path of ENABLED_LINKS) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await symlink(path.replace(/[a-z-]+\.target\.wants\//, ''), join(root, path));
    }
    await remove();
    for (const path of ENABLED_LINKS) await expect(lstat(join(root, path))).rejects.toThrow('ENOENT');
    for (const path of [...paths, join(root, 'etc/sysusers.d/gpii.conf'), join(root, 'etc/tmpfiles.d/gpii.conf')]) {
      await expect(stat(path)).rejects.toThrow('ENOENT');
    }
  });

  it('take the device report of an administrator, where there is one', async () => {
    for (const [report, flag] of [
      [undefined, false],
      ['{}', true],
    ] as const) {
      const { paths } = await write(report === undefined ? {} : { deviceReport: report });
      const unit = await readFile(paths[2] ?? '', 'utf8');
      expect(unit.includes(' --device /etc/gpii/device.json\n')).toBe(flag);
    }
  });

  it.skipIf(!hasSystemdAnalyze)('run programs whose path has a space, a percent sign or a dollar', async () => {
    const { base } = await makeComputer('https://cloud.example');
    const folder = join(base, 'Program Files (100% "$HOME")');
    await mkdir(folder);
    for (const name of ['gpii-access-requester', 'gpii-flowmanager', 'gpii-manager']) {
      await writeFile(join(folder, name), '#!/bin/sh\n', { mode: 0o755 });
    }
    const { PATH = '' } = process.env;
    process.env.PATH = `${folder}:${PATH}`;
    try {
      const { paths } = await write();
      const quoted = folder.replaceAll('%', '%%').replaceAll('$', '$$$$').replaceAll('"', '\\"');
      expect(await readFile(paths[1] ?? '', 'utf8')).toContain(`"${quoted}/gpii-access-requester" serve --socket`);
      const verified = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
      expect(verified.stderr).not.toContain('gpii-');
    } finally {
      process.env.PATH = PATH;
    }
  });

  it('let key-in change the desktop of the account that is named', async () => {
    const { root, paths, remove } = await write({ sessionAccount: 'library' });
    const flowManager = await readFile(paths.at(-1) ?? '', 'utf8');
    expect(flowManager).toMatch(/^ConditionUser=library$/m);
    expect(flowManager).not.toContain('--apply no');
    await expect(stat(join(root, 'etc/systemd/system/gpii-flowmanager.service'))).rejects.toThrow('ENOENT');
    expect(await readFile(join(root, 'etc/sysusers.d/gpii.conf'), 'utf8')).toContain('m library gpii-channel\n');
    // Only of these is systemd asked to let go: it fails for units that are not there.
    const [enrol, requester] = paths.map((path) => basename(path));
    expect(unitsInPlace(root)).toEqual({ system: [enrol, requester], ofSession: ['gpii-flowmanager.service'] });
    await remove();
    expect(unitsInPlace(root)).toEqual({ system: [], ofSession: [] });
    for (const path of paths) await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  it.each(['root', 'a b', 'x\nExecStart=/bin/true', '%h'])(
    'refuse %j as the account of the session',
    async (account) => {
      await expect(write({ sessionAccount: account })).rejects.toThrow('--session-account');
    },
  );

  it.skipIf(!hasSystemdAnalyze)('of a session are found right by systemd-analyze verify', async () => {
    const { root, paths } = await write({ sessionAccount: 'library' });
    const env = { ...process.env, XDG_RUNTIME_DIR: root };
    const verified = spawnSync('systemd-analyze', ['--user', 'verify', paths.at(-1) ?? ''], { encoding: 'utf8', env });
    expect(verified).toMatchObject({ status: 0, stderr: '' });
  });

  it.skipIf(!hasSystemdAnalyze)('are found right by systemd-analyze verify, and hardened', async () => {
    const { paths } = await write();
    const verified = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
    // It also speaks of units of this system that ours come after.
    const names = paths.map((path) => basename(path));
    expect(verified.stderr.split('\n').filter((line) => names.some((name) => line.includes(name)))).toEqual([]);
    for (const path of paths) {
      const args = ['security', '--offline=yes', `--threshold=${MOST_EXPOSED}`, '--no-pager', path];
      const { status, stdout } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
      expect([basename(path), status, stdout.split('\n').at(-2)]).toEqual([
        basename(path),
        0,
        expect.stringContaining('Overall exposure level') as string,
      ]);
    }
  });
});
