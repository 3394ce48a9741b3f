import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { makeComputer } from '../support/computer.ts';
import { nodeArgumentsOf, type ServerProgram } from '../support/places.ts';
import type { ProcessEnd } from '../support/start-process.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { within } from '../support/until.ts';

/** Does something the moment that the listening line comes, as early as a supervisor may, and waits for the end. */
async function atOnce(
  program: ServerProgram,
  args: readonly string[],
  act: (child: ChildProcessByStdio<null, Readable, null>) => void,
): Promise<ProcessEnd> {
  const child = spawn(process.execPath, [...nodeArgumentsOf(program), 'serve', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.on('data', (chunk: Buffer) => {
    if (chunk.includes('"listening"')) act(child);
  });
  const ended = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
  });
  try {
    return await within(`the end of ${program}`, ended, 30_000);
  } finally {
    child.kill('SIGKILL');
  }
}

async function argumentsOf(program: ServerProgram): Promise<string[]> {
  const { deviceFile, channelKeyFile, credentialFile } = await makeComputer();
  const common = ['--port', '0', '--channel-key-file', channelKeyFile];
  if (program === 'requester') return [...common, '--credential-file', credentialFile];
  if (program === 'flowManager') return [...common, '--device', deviceFile];
  return ['--port', '0', '--data-dir', join(await makeTemporaryFolder(), 'cloud')];
}

/** The requester stands for the flow manager: both stop by the same code. */
const SERVERS = ['cloud', 'requester'] as const;

describe('a server that is stopped', () => {
  test.concurrent.each(SERVERS)('the moment it listens ends with 0: %s', async (program) => {
    const end = await atOnce(program, await argumentsOf(program), (child) => child.kill('SIGTERM'));
    expect(end).toEqual({ code: 0, signal: null });
  });

  test.concurrent.each(SERVERS)('when nobody reads its log any more ends with 0: %s', async (program) => {
    const end = await atOnce(program, await argumentsOf(program), (child) => {
      child.stdout.destroy();
      child.stdout.once('close', () => child.kill('SIGTERM'));
    });
    expect(end).toEqual({ code: 0, signal: null });
  });
});
