import { rename, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPERATOR_FILE_NAME, operatorFileSchema, type OperatorFile } from '@gpii/protocol';

const pathIn = (dataDir: string): string => join(dataDir, OPERATOR_FILE_NAME);

/** Tells operator commands of this computer where the running server is. Readable by the server's own account only. */
export async function writeOperatorFile(dataDir: string, operatorUrl: string, operatorKey: string): Promise<void> {
  const content: OperatorFile = { operatorUrl, operatorKey, pid: process.pid };
  const temporary = `${pathIn(dataDir)}.${process.pid}`;
  // A server that was killed between the two next lines may have had our process id.
  await rm(temporary, { force: true });
  await writeFile(temporary, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(temporary, pathIn(dataDir));
}

/** Takes the file away, as the last act of a server that stops. */
export async function removeOperatorFile(dataDir: string): Promise<void> {
  await unlink(pathIn(dataDir)).catch(() => undefined);
}

/** The file as a server left it; undefined when there is none, or none that makes sense. */
export async function readOperatorFile(dataDir: string): Promise<OperatorFile | undefined> {
  try {
    const parsed = operatorFileSchema.safeParse(JSON.parse(await readFile(pathIn(dataDir), 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
