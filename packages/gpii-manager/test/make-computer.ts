import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings } from '@gpii/service-kit/cli';
import { onTestFinished } from 'vitest';
import type { CommandRooms } from '../src/commands/command.ts';
import { managerSettings } from '../src/config.ts';

/** A computer for one test. */
export interface TestComputer {
  readonly base: string;
  readonly credentialFile: string;
  readonly rooms: CommandRooms;
  /** What the steps told, line by line. */
  readonly told: string[];
}

/** Makes the folders of a computer; nothing runs on it. */
export async function makeComputer(
  cloudUrl: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<TestComputer> {
  const base = await mkdtemp(join(tmpdir(), 'gpii-manager-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const credentialFile = join(base, 'requester', 'credential.json');
  await mkdir(join(base, 'requester'), { mode: 0o700 });
  const flags = {
    cloudUrl,
    credentialFile,
    recordFile: join(base, 'manager', 'changes.jsonl'),
    flowManagerUrl: 'http://127.0.0.1:9',
    requesterUrl: 'http://127.0.0.1:9',
    computerName: 'LIB-PC-07',
    ...more,
  };
  const settings = readSettings(managerSettings, { flags, env: {}, config: {} });
  const told: string[] = [];
  const tell = (text: string): void => {
    told.push(text);
  };
  return { base, credentialFile, rooms: { settings, steps: { done: tell, say: tell, waiting: tell } }, told };
}
