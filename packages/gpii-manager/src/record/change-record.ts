import { constants, readFileSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';
import { z } from 'zod';

const changeSchema = z.object({
  /** ISO 8601. */
  at: z.iso.datetime(),
  what: z.enum(['connect', 'set', 'sign-in', 'enrol', 'rotate', 'revoke', 'forget', 'skip']),
  /** Account of this computer. */
  by: z.string(),
  /** Of what is in place since; nothing secret. */
  credential: z.object({ name: z.string(), clientIdPrefix: z.string() }).optional(),
});

/** Something that GPII Manager did on this computer. */
export type Change = z.infer<typeof changeSchema>;

/** What can be done. */
export type ChangeKind = Change['what'];

/** As much of the end of the record is read: some 400 changes. */
const READ_BYTES = 64 * 1024;
/** Any right of others to change. */
const OTHERS_WRITE = 0o022;

/**
 * Adds a change to the record, which everybody may read: a line of JSON, fsynced. Links are not followed.
 *
 * @throws Error, when it cannot be noted; the change itself is done by then.
 */
export async function noteChange(path: string, change: Pick<Change, 'what' | 'credential'>): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o755 });
  const { mode } = statSync(dirname(path));
  if ((mode & OTHERS_WRITE) !== 0) throw new Error(`others can change ${dirname(path)}`);
  const flags = constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | constants.O_NOFOLLOW;
  const file = await open(path, flags, 0o644);
  try {
    // Whatever the umask is: there is nothing secret in it, and status is for everybody.
    if ((await file.stat()).size === 0) await file.chmod(0o644);
    await file.appendFile(`${JSON.stringify({ at: new Date().toISOString(), by: nameOfAccount(), ...change })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** What was noted, oldest first. A record that cannot be read has nothing in it; lines that are not ours are passed over. */
export function readChanges(path: string): readonly Change[] {
  let text: string;
  try {
    text = readFileSync(path).subarray(-READ_BYTES).toString('utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    const { data } = changeSchema.safeParse(parse(line));
    return data === undefined ? [] : [data];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Who works here: the person behind sudo, where it is used. */
function nameOfAccount(env = process.env): string {
  if (process.getuid?.() === 0 && env.SUDO_USER !== undefined && env.SUDO_USER !== '') return env.SUDO_USER;
  try {
    return userInfo().username;
  } catch {
    return `account ${process.getuid?.() ?? ''}`;
  }
}
