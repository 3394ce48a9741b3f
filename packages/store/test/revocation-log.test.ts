import { appendFile, mkdir, readFile, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore, StoreUnavailableError } from '../src/index.ts';
import { openRevocationLog, readRevocationFile, writeRevocationFile } from '../src/revocation-log.ts';
import type { StoreNotice } from '../src/store-notice.ts';
import { withTempFolder } from './temp-folder.ts';

const REVOKED = { revokedAt: '2026-05-01T00:00:00Z', revokedBy: 'ada', reason: 'lost “it”\n' };
const fileIn = (dataDir: string): string => join(dataDir, 'revocations.log');

async function revoke(dataDir: string, ids: readonly string[], value: object = REVOKED): Promise<void> {
  const store = await openStore({ dataDir, deadlineMs: 20_000 });
  await Promise.all(ids.map((id) => store.revocations.create(id, value)));
  await store.close();
}

/** What is revoked in a folder, and what its start had to say. */
async function start(dataDir: string): Promise<{ ids: string[]; notices: StoreNotice[] }> {
  const notices: StoreNotice[] = [];
  const store = await openStore({ dataDir, deadlineMs: 20_000, onNotice: (notice) => notices.push(notice) });
  const found = await store.revocations.listByPrefix('');
  await store.close();
  return { ids: found.map(({ id }) => id), notices };
}

const linesOf = async (dataDir: string): Promise<string[]> =>
  (await readFile(fileIn(dataDir), 'utf8')).split('\n').slice(0, -1);

describe('the revocation file', () => {
  it('has each revocation once, for its owner alone', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a', 'secret:b']);
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      await expect(store.revocations.create('credential:a', {})).rejects.toThrow('exists');
      await store.close();
      expect((await linesOf(dataDir)).map((line) => JSON.parse(line) as object)).toMatchObject([
        { id: 'credential:a', value: REVOKED },
        { id: 'secret:b', value: REVOKED },
      ]);
      expect((await stat(fileIn(dataDir))).mode & 0o777).toBe(0o600);
    }));

  it('puts back whatever the database lost', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a', 'secret:b']);
      await rm(join(dataDir, 'revocations'), { recursive: true });
      const { ids, notices } = await start(dataDir);
      expect(ids).toEqual(['credential:a', 'secret:b']);
      expect(notices).toMatchObject([{ reason: 'revocations_restored', restored: 2 }]);
      expect((await start(dataDir)).notices).toEqual([]);
    }));

  it('is written anew from the database when it is gone', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a']);
      await rm(fileIn(dataDir));
      const { notices } = await start(dataDir);
      expect(notices).toMatchObject([{ reason: 'store_damaged', path: fileIn(dataDir) }]);
      expect(await linesOf(dataDir)).toHaveLength(1);
    }));

  it('loses a torn last line, which the database may have', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a', 'secret:b']);
      await truncate(fileIn(dataDir), (await stat(fileIn(dataDir))).size - 10);
      const { ids, notices } = await start(dataDir);
      expect(ids).toEqual(['credential:a', 'secret:b']);
      expect(notices[0]?.message).toMatch(/ended within a line: \d+ bytes were dropped/);
      expect(await linesOf(dataDir)).toHaveLength(2);
    }));

  it('has garbled lines skipped, and keeps them beside it', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a', 'credential:b', 'credential:c']);
      const [first = '', second = '', third = ''] = await linesOf(dataDir);
      const changed = second.replace('credential:b', 'credential:x');
      await writeFile(fileIn(dataDir), [first, changed, '\u0000\u0001', third, ''].join('\n'));
      await rm(join(dataDir, 'revocations'), { recursive: true });
      const { ids, notices } = await start(dataDir);
      expect(ids).toEqual(['credential:a', 'credential:c']);
      expect(notices[1]?.message).toContain('2 garbled lines');
      expect((await readdir(dataDir)).filter((name) => name.startsWith('revocations.log.damaged-'))).toHaveLength(1);
      expect((await start(dataDir)).notices).toEqual([]);
    }));

  it('and the database are thinned out when most in them would have ended anyhow', () =>
    withTempFolder(async (dataDir) => {
      const over = Array.from({ length: 1000 }, (_, n) => `accessToken:${String(n)}`);
      await revoke(dataDir, over, { ...REVOKED, expiresAt: '2026-05-01T01:00:00Z' });
      await revoke(dataDir, ['accessToken:live'], { ...REVOKED, expiresAt: '2199-01-01T00:00:00Z' });
      await revoke(dataDir, ['credential:a']);
      const { ids, notices } = await start(dataDir);
      expect(ids).toEqual(['accessToken:live', 'credential:a']);
      expect(await linesOf(dataDir)).toHaveLength(2);
      expect(notices).toEqual([]);
    }));
});

describe('appending to the revocation file', () => {
  it('fails in words while the file cannot be written, and goes on where it stopped', () =>
    withTempFolder(async (folder) => {
      const path = join(folder, 'revocations.log');
      await writeRevocationFile(path, new Map());
      const log = await openRevocationLog(path, { knownIds: [], deadlineMs: 20_000 });
      await log.append('credential:a', REVOKED);
      // What a write that failed half way leaves.
      await appendFile(path, '{"checksum":"abc');
      await log.append('credential:b', REVOKED);
      await log.close();
      const lines = await readRevocationFile(path);
      expect([...(lines?.found.keys() ?? [])]).toEqual(['credential:a', 'credential:b']);
      expect(lines).toMatchObject({ garbledLines: 0, tornBytes: 0 });
      await expect(log.append('credential:c', REVOKED)).rejects.toBeInstanceOf(StoreUnavailableError);
    }));

  it('that cannot be opened keeps the store from starting', () =>
    withTempFolder(async (dataDir) => {
      await revoke(dataDir, ['credential:a']);
      await rm(fileIn(dataDir));
      await mkdir(fileIn(dataDir));
      await expect(openStore({ dataDir, deadlineMs: 20_000 })).rejects.toBeInstanceOf(StoreUnavailableError);
    }));
});
