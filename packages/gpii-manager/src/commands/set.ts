import { readFile, rm } from 'node:fs/promises';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { parseCredential } from '../credential/parse-credential.ts';
import { askSecret, askText, askWhether, canAsk, readStdin } from '../terminal/ask.ts';
import { decodeText } from '../terminal/decode-text.ts';
import type { CommandRooms, Report } from './command.ts';
import { takeCredential } from './take-credential.ts';

/** Option 1: a credential that somebody saved or copied on the account website. */
export interface SetFlags {
  readonly file?: string;
  readonly stdin?: boolean;
  /** Whether the file is deleted once it is taken; asked for at a terminal where left out. */
  readonly deleteFile?: boolean;
}

/** @throws StartError, CloudUnreachableError: nothing was saved. */
export async function setCredential(rooms: CommandRooms, flags: SetFlags): Promise<Report> {
  needAdministrator(rooms.settings.credentialFile, 'set');
  const { text, source } = await readGiven(flags);
  const report = await takeCredential(rooms, parseCredential(text, source), 'set');
  if (flags.file !== undefined) await offerToDelete(rooms, flags.file, flags.deleteFile);
  return report;
}

async function readGiven({ file, stdin }: SetFlags): Promise<{ text: string; source: string }> {
  if (file !== undefined && stdin === true) {
    throw new StartError('Give --file or --stdin, not both.', { exitCode: EXIT.usage });
  }
  if (file !== undefined) return { text: await readText(file), source: file };
  if (stdin === true || !process.stdin.isTTY) return { text: await readStdin(), source: 'What came on stdin' };
  if (!canAsk()) throw new StartError('Say where the credential is: --file FILE or --stdin.', { exitCode: EXIT.usage });
  const clientId = await askText('Client ID');
  return { text: `${clientId}\n${await askSecret('Client secret')}`, source: 'What was entered' };
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : String(code);
    throw new StartError(`${path} can't be read: ${why}. Nothing was changed.`, { exitCode: EXIT.failed });
  }
}

async function offerToDelete({ steps }: CommandRooms, path: string, wanted: boolean | undefined): Promise<void> {
  const isWanted = wanted ?? (canAsk() && (await askWhether(`Delete ${path}? Whoever has it can use the credential.`)));
  if (isWanted) {
    await rm(path);
    steps.done(`Deleted ${path}`);
  } else steps.say(`Whoever has ${path} can use the credential: delete it, or keep it as you keep a password.`);
}
