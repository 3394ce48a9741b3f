import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { enrolComputer } from '../cloud/hand-over.ts';
import { needPlace } from '../credential/save-credential.ts';
import { readStdin } from '../terminal/ask.ts';
import { decodeText } from '../terminal/decode-text.ts';
import type { CommandRooms, Report } from './command.ts';
import { takeCredential } from './take-credential.ts';

/** First boot of an imaged computer. */
export interface EnrolFlags {
  readonly enrolmentKeyFile?: string;
  readonly stdin?: boolean;
}

/** Where Linux keeps what tells one installed system from another. */
const MACHINE_ID_FILE = '/etc/machine-id';

/** @throws StartError, CloudUnreachableError: nothing was changed. */
export async function enrol(rooms: CommandRooms, flags: EnrolFlags): Promise<Report> {
  needAdministrator(rooms.settings.credentialFile, 'enrol');
  return enrolWith(rooms, await readKey(flags));
}

/** @throws StartError, CloudUnreachableError: nothing was changed. */
export async function enrolWith(rooms: CommandRooms, given: string): Promise<Report> {
  const { settings, steps } = rooms;
  const enrolmentKey = given.trim();
  if (enrolmentKey === '')
    throw new StartError('The enrolment key is empty. Nothing was changed.', { exitCode: EXIT.failed });
  await needPlace(settings.credentialFile);
  const { file } = await enrolComputer(settings.cloudUrl, {
    enrolmentKey,
    label: settings.computerName,
    machineId: await readMachineId(),
  });
  steps.done(`Enrolled as “${file.installed.name}”, with a secret of its own`);
  return takeCredential(rooms, file, 'enrol');
}

async function readKey({ enrolmentKeyFile, stdin }: EnrolFlags): Promise<string> {
  if (enrolmentKeyFile !== undefined) {
    return readFile(enrolmentKeyFile).then(decodeText, (error: unknown) => {
      const message = `${enrolmentKeyFile} can't be read (${String((error as NodeJS.ErrnoException).code)}). Nothing was changed.`;
      throw new StartError(message, { exitCode: EXIT.failed });
    });
  }
  if (stdin === true) return readStdin();
  throw new StartError('Say where the enrolment key is: --enrolment-key-file FILE or --stdin.', {
    exitCode: EXIT.usage,
  });
}

/** A machine without an id cannot be told from its clones, and is enrolled all the same. */
async function readMachineId(): Promise<string> {
  const id = await readFile(MACHINE_ID_FILE, 'utf8').catch(() => '');
  return id.trim() === '' ? randomBytes(16).toString('hex') : id.trim();
}
