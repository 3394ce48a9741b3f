import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCommand } from '../src/run-command.ts';
import { temporaryFolder } from './temporary-folder.ts';

function run(script: string): Promise<string> {
  const bin = join(temporaryFolder(), 'command.mjs');
  writeFileSync(bin, script);
  const { signal } = new AbortController();
  return runCommand({ program: { name: 'gpii-flowmanager', bin }, args: [], purpose: 'key in with nobody', signal });
}

it('gives what a command of ours wrote', async () => {
  expect(await run('process.stdout.write("Keyed in.\\n")')).toBe('Keyed in.\n');
});

it('fails with the last sentence of a command that fails, and with 1: a GPII token that nobody has, say', async () => {
  const words = "We don't know this key. Try again, or ask the staff for help.";
  await expect(run(`console.error(${JSON.stringify(words)}); process.exitCode = 1`)).rejects.toMatchObject({
    message: `Could not key in with nobody: ${words} (gpii-flowmanager, exit code 1)`,
    exitCode: 1,
  });
});
