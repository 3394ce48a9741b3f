import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { builtInHandlers, HandlerError } from '../src/index.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const { actions } = builtInHandlers({ PATH: process.env.PATH });
const act = (type: string, options: object) => actions.get(type)?.({ type, ...options }, { waits: true });

it('starts programs without a shell, and waits for those that are not to stay', async () => {
  const folder = await makeTemporaryFolder();
  const name = '$(touch made by a shell); x';
  const command = [process.execPath, '-e', 'require("fs").writeFileSync(process.argv[1], "")', join(folder.path, name)];
  expect(await act('gpii.launch.exec', { command })).toBe(null);
  expect(await readdir(folder.path)).toEqual([name]);
  await folder.remove();
});

it.each([
  ['fails', [process.execPath, '-e', 'process.exit(3)']],
  ['is not there', ['no-such-program-of-a-test']],
  ['has no name', ''],
])('says that a program %s, without its arguments', async (_what, command) => {
  const failed = await act('gpii.launch.exec', { command })?.catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(HandlerError);
  expect((failed as HandlerError).message).not.toContain('process.exit');
});

it('gives up a program that does not end, and heeds no request to', async () => {
  const command = ['sh', '-c', 'trap "" TERM; exec sleep 25'];
  await expect(act('gpii.launch.exec', { command })).rejects.toThrow('sh failed: it took too long.');
});

it('tells whether a process runs', async () => {
  expect(await act('gpii.processReporter.find', { command: 'no-such-program-of-a-test' })).toBe(false);
  expect(await act('gpii.processReporter.neverRunning', {})).toBe(false);
});
