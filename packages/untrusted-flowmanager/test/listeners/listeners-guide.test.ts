import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile, rm, symlink, writeFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { ask, makeSurroundings, type Surroundings } from '../support/flow-manager-rig.ts';
import { startServerProcess, type StartedServer } from '../support/run-command.ts';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));

let surroundings: Surroundings;
let flowManager: StartedServer;
let media: string;
let readers: Record<'nfc-reader' | 'card-reader', FileHandle>;

/** docs/guides/listeners.md as a reader follows it, with two programs that print what a test writes. */
beforeAll(async () => {
  surroundings = await makeSurroundings();
  surroundings.playAllWell();
  const { folder } = surroundings;
  const page = await readFile(join(repository, 'docs/guides/listeners.md'), 'utf8');
  for (const [, file = '', text = ''] of page.matchAll(/^```\w+ (\S+)\n(.*?)^```$/gms)) {
    await writeFile(join(folder, file), text);
  }
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  media = join(folder, 'media');
  await mkdir(media);
  readers = { 'nfc-reader': await makeReader('nfc-reader'), 'card-reader': await makeReader('card-reader') };
  flowManager = await startServerProcess(
    [...surroundings.roadFlags, '--port', '0', '--config', join(folder, 'card.json5'), '--media-folder', media],
    {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      NODE_OPTIONS: `--import ${pathToFileURL(join(folder, 'card-listener.js')).href}`,
    },
  );
});

afterAll(async () => {
  await flowManager.stop();
  await Promise.all(Object.values(readers).map((reader) => reader.close()));
  await surroundings.close();
});

/** A program that prints what is written to the file that this opens. */
async function makeReader(name: string): Promise<FileHandle> {
  const pipe = join(surroundings.folder, `${name}.pipe`);
  execFileSync('mkfifo', [pipe]);
  await writeFile(join(surroundings.folder, name), `#!/bin/sh\nexec cat "${pipe}"\n`, { mode: 0o755 });
  // Read and write: it neither waits for the program, nor ends its input.
  return open(pipe, 'r+');
}

async function isKeyedIn(gpiiToken: string | undefined): Promise<void> {
  await vi.waitFor(
    async () => {
      const { keyedIn } = (await ask(flowManager.url, '/user')).body as { keyedIn: { gpiiToken: string } | null };
      expect(keyedIn?.gpiiToken).toBe(gpiiToken === undefined ? undefined : `${gpiiToken.slice(0, 4)}…`);
    },
    { timeout: 15_000, interval: 50 },
  );
}

it('a tap on the NFC reader keys in', async () => {
  await readers['nfc-reader'].write('alice\n');
  await isKeyedIn('alice');
});

it('a USB medium keys in, and out when it is gone', async () => {
  await mkdir(join(media, 'somebody/STICK'), { recursive: true });
  await writeFile(join(media, 'somebody/STICK/.gpii-user-token.txt'), 'bobby\n');
  await isKeyedIn('bobby');
  await rm(join(media, 'somebody/STICK'), { recursive: true });
  await isKeyedIn(undefined);
});

it('a card keys in for as long as it lies on the reader', async () => {
  await readers['card-reader'].write('on carol\n');
  await isKeyedIn('carol');
  await readers['card-reader'].write('off carol\n');
  await isKeyedIn(undefined);
});

it('what is refused is in the log, with the listener and without the GPII token', async () => {
  await readers['card-reader'].write('off somebody-else\n');
  await flowManager.takeLine((line) => line.listener === 'cardReader' && line.reason === 'nobody_keyed_in');
  expect(JSON.stringify(flowManager.lines)).not.toMatch(/alice|bobby|carol|somebody-else/);
});
