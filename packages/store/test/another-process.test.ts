import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openStore, StoreLockedError } from '../src/index.ts';
import { withTempFolder } from './temp-folder.ts';

const SCRIPT = fileURLToPath(new URL('./write-until-killed.mjs', import.meta.url));

interface Writer {
  readonly child: ChildProcessByStdio<null, Readable, null>;
  readonly bucket: string;
  /** Grows while the child writes. */
  readonly acknowledged: string[];
}

async function startWriter(dataDir: string): Promise<Writer> {
  const child = spawn(process.execPath, [SCRIPT, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const [first] = (await once(lines, 'line')) as [string];
  const acknowledged: string[] = [];
  lines.on('line', (line) => acknowledged.push(line));
  return { child, bucket: first.replace('open ', ''), acknowledged };
}

async function kill({ child }: Writer): Promise<void> {
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

async function waitFor(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2));
}

describe('another process', () => {
  it('keeps the folder for itself, and a kill gives it free', () =>
    withTempFolder(async (dataDir) => {
      const writer = await startWriter(dataDir);
      await expect(openStore({ dataDir, deadlineMs: 20_000 })).rejects.toBeInstanceOf(StoreLockedError);
      await kill(writer);
      await (await openStore({ dataDir, deadlineMs: 20_000 })).close();
    }));

  it('that is killed with -9 loses nothing that it had acknowledged', () =>
    withTempFolder(async (dataDir) => {
      for (const enough of [1, 200, 1000]) {
        const round = `${dataDir}/${enough}`;
        const writer = await startWriter(round);
        await waitFor(() => writer.acknowledged.length >= enough);
        await kill(writer);
        const store = await openStore({ dataDir: round, deadlineMs: 20_000 });
        const complete = writer.acknowledged.filter((line) => /^\d+-\d+$/.test(line));
        const lost = [];
        for (const id of complete) {
          const found =
            Number.parseInt(id) % 2
              ? (await store.revocations.get(id))?.value
              : await store.accessTokens.get(writer.bucket, id);
          if (found?.id !== id) lost.push(id);
        }
        await store.close();
        expect(lost).toEqual([]);
      }
    }));

  it('that is killed with -9 has every acknowledged revocation in its file as well', () =>
    withTempFolder(async (dataDir) => {
      const writer = await startWriter(dataDir);
      await waitFor(() => writer.acknowledged.length >= 500);
      await kill(writer);
      await rm(join(dataDir, 'revocations'), { recursive: true });
      const store = await openStore({ dataDir, deadlineMs: 20_000 });
      const kept = new Set((await store.revocations.listByPrefix('')).map(({ id }) => id));
      await store.close();
      const acknowledged = writer.acknowledged.filter((line) => /^\d+-\d+$/.test(line) && Number.parseInt(line) % 2);
      expect(acknowledged.length).toBeGreaterThan(0);
      expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
    }));
});
