import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const program = fileURLToPath(new URL('fixtures/change-for-ever.mjs', import.meta.url));
const ROUNDS = 4;
/** Some ten times what one change and its undoing take. */
const LONGEST_LIFE_MS = 300;

function start(...args: string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Everything in a folder, by path. */
async function readAll(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const texts = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    return [path, entry.isFile() ? await readFile(path, 'utf8') : ''] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

it('is as before after any kill, once another process has started', async () => {
  const folder = await makeTemporaryFolder();
  await mkdir(join(folder.path, 'state'));
  await writeFile(join(folder.path, 'editor.ini'), '; mine\r\n[a]\r\nx = 1 ; one\r\n');
  await writeFile(join(folder.path, 'reader.json'), '{"p":1.0,\n "z":[1]}');
  const before = await readAll(folder.path);
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = start(folder.path);
    await once(child.stdout, 'data');
    // When it is killed is the chance that this test takes; nothing waits for it.
    await sleep(Math.random() * LONGEST_LIFE_MS);
    child.kill('SIGKILL');
    await once(child, 'close');
    const [exitCode] = (await once(start(folder.path, 'once'), 'close')) as [number | null];
    expect(exitCode).toBe(0);
    expect(await readAll(folder.path)).toEqual(before);
  }
  await folder.remove();
});
