import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { dataSourceContract } from '../src/contract/data-source-contract.ts';
import {
  createChildDataSource,
  DataSourceError,
  serveChannel,
  type ChannelQuestion,
  type ChildDataSource,
  type ChildDataSourceOptions,
} from '../src/index.ts';

const CHILD = fileURLToPath(new URL('fixtures/contract-child.mjs', import.meta.url));
const ASKING_CHILD = fileURLToPath(new URL('fixtures/asking-child.mjs', import.meta.url));

/** One program for all tests of the contract: a child that has ended is started again at the next question. */
const folder = mkdtempSync(join(tmpdir(), 'gpii-ds-'));
const program = join(folder, 'child.mjs');
writeFileSync(program, `await import(${JSON.stringify(pathToFileURL(CHILD).href)});`);
const pidOf = createChildDataSource({ command: ['node', program], path: '/pid', deadlineMs: 20_000 });
afterAll(() => {
  pidOf.close();
  rmSync(folder, { recursive: true });
});

dataSourceContract(
  { describe, it },
  {
    name: 'a child process',
    abilities: ['set', 'refusals', 'death', 'restart'],
    open: async ({ deadlineMs, limitBytes }) => {
      // Its start is not what the deadline of the tests is for.
      await pidOf.get({});
      const source = createChildDataSource({ command: ['node', program], deadlineMs, limitBytes });
      return {
        source,
        close: () => {
          source.close();
          return Promise.resolve();
        },
        // It would be started again: its program is taken away.
        stopPeer: async () => {
          const pid = Number(await pidOf.get({}));
          await rename(program, `${program}.away`);
          process.kill(pid, 'SIGKILL');
          await expect.poll(() => isAlive(pid)).toBe(false);
        },
        startPeer: async () => {
          await rename(`${program}.away`, program);
          await pidOf.get({}).catch(() => pidOf.get({}));
        },
      };
    },
  },
);

describe('a child process that is asked', () => {
  it('is one for all that name the same command, and another for another', async () => {
    const pid = await open({ path: '/pid' }).get({});
    expect(await open({ path: '/pid' }).get({})).toBe(pid);
    expect(await open({ path: '/pid', command: ['node', CHILD, 'b'] }).get({})).not.toBe(pid);
  });

  it('gets its arguments as they are, without a shell', async () => {
    const odd = ['$HOME', 'a b', '"', ';exit', '*'];
    expect(await open({ path: '/args', command: ['node', CHILD, ...odd] }).get({})).toEqual(odd);
  });

  it('is ended when the last that uses it is closed', async () => {
    const [one, other] = [open({ path: '/pid' }), open({ path: '/pid' })];
    const pid = Number(await one.get({}));
    one.close();
    expect(await other.get({})).toBe(pid);
    other.close();
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  it.each([
    ['is not there', ['/nowhere/gpii-no-such-program']],
    ['ends at once', ['node', '--eval', '']],
  ])('is unreachable when its program %s', async (_name, command) => {
    await expect(open({ command }).get({})).rejects.toMatchObject({ kind: 'unreachable' });
  });

  it('says nothing of a mistake that it made', async () => {
    await expect(open({ path: '/mistake' }).get({ name: 'x' })).rejects.toMatchObject({
      kind: 'refused',
      status: 500,
      body: { error: 'server_error' },
    });
  });

  it('refuses a path that it does not know, and none that an object has anyway', async () => {
    for (const path of ['/other', '__proto__', 'toString']) {
      await expect(open({ path }).get({})).rejects.toMatchObject({ kind: 'refused', status: 404 });
    }
  });

  it('calls an answer malformed that is not JSON', async () => {
    const answer = `process.on('message', ({ id }) => process.send({ gpii: 'answer', id, status: 200, text: '{"a":' }))`;
    await expect(open({ command: ['node', '--eval', answer] }).get({})).rejects.toMatchObject({ kind: 'malformed' });
  });

  it.each([[[]], ['ls'], [[1]]])('is refused at the start when its command is %j', (command) => {
    expect(() => createChildDataSource({ command: command as unknown as string[] })).toThrow(
      expect.objectContaining({ name: 'StartError', exitCode: 78 }) as Error,
    );
  });
});

describe('a parent process that is asked', () => {
  it('answers its child', async () => {
    const child = fork(ASKING_CHILD, { execArgv: [] });
    onTestFinished(() => void child.kill());
    const served = serveChannel(child, {
      '/parent': ({ act, key, value }: ChannelQuestion) => {
        if (key.name === 'refuse') throw new DataSourceError('refused', 'No', { status: 409, body: { error: 'no' } });
        return { act, key, value };
      },
    });
    const told: unknown[] = [];
    child.on('message', (message: { told?: unknown }) => {
      if ('told' in message) told.push(message.told);
    });
    await expect.poll(() => told.length).toBe(3);
    expect(told).toEqual([
      { act: 'get', key: { name: 'a' } },
      { act: 'set', key: { name: 'b' }, value: [1] },
      { name: 'DataSourceError', kind: 'refused', status: 409, body: { error: 'no' } },
    ]);
    await served.stop(1_000);
    child.disconnect();
    await once(child, 'exit');
  });

  it('is unreachable to a process that has none', async () => {
    const script = `
      import { createChildDataSource } from ${JSON.stringify(new URL('../dist/child/child-data-source.js', import.meta.url).href)};
      await createChildDataSource({}).get({}).catch(({ kind }) => console.log(kind));`;
    const child = fork(ASKING_CHILD, {
      execArgv: ['--input-type=module', '--eval', script],
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    child.disconnect();
    const [output] = (await once(child.stdout ?? child, 'data')) as [Buffer];
    expect(String(output)).toBe('unreachable\n');
  });
});

function open(options: ChildDataSourceOptions): ChildDataSource {
  const source = createChildDataSource({ command: ['node', CHILD], deadlineMs: 20_000, ...options });
  onTestFinished(() => {
    source.close();
  });
  return source;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
