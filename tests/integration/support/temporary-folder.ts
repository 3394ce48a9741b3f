import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testFile } from './test-file.ts';

/** Makes a folder that is taken away at the end of the test file. */
export async function makeTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gpii-integration-'));
  testFile.temporaryFolders.add(folder);
  return folder;
}
