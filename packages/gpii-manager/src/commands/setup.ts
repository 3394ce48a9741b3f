import { select, isCancel } from '@clack/prompts';
import { EXIT, readCredentialFile, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { askPath, canAsk } from '../terminal/ask.ts';
import type { CommandRooms, Report } from './command.ts';
import { connect } from './connect.ts';
import { enrol } from './enrol.ts';
import { note } from './note.ts';
import { setCredential } from './set.ts';

/** The installer's step, with a silent form of each choice for deployment tools. */
export interface SetupFlags {
  /** A file to take: here alone the flag of this name is not where the credential is kept. */
  readonly credentialFile?: string;
  readonly enrolmentKeyFile?: string;
  readonly skip?: boolean;
  readonly browser?: boolean;
}

const SKIPPED: Report = {
  json: { state: 'skipped' },
  lines: [
    'Skipped: this computer is in local-only mode. People can key in, and settings stored here or on their key apply.',
    'Connect it whenever you like: sudo gpii-manager connect',
  ],
};

const KEPT: Report = {
  json: { state: 'kept' },
  lines: ['Skipped: this computer has a client credential already, and keeps it.'],
};

/** @throws StartError, CloudUnreachableError: nothing was changed. */
export async function setup(rooms: CommandRooms, flags: SetupFlags): Promise<Report> {
  const given = [flags.credentialFile, flags.enrolmentKeyFile, flags.skip].filter((flag) => flag !== undefined);
  if (given.length > 1) {
    throw new StartError('Give one of --credential-file, --enrolment-key-file and --skip.', { exitCode: EXIT.usage });
  }
  needAdministrator(rooms.settings.credentialFile, 'setup');
  if (flags.skip === true) return skip(rooms);
  if (flags.credentialFile !== undefined) {
    return setCredential(rooms, { file: flags.credentialFile, deleteFile: false });
  }
  if (flags.enrolmentKeyFile !== undefined) return enrol(rooms, { enrolmentKeyFile: flags.enrolmentKeyFile });
  return ask(rooms, flags);
}

/** Local-only by choice: a state of its own, in which nobody is reminded. What is in place stays. */
async function skip(rooms: CommandRooms): Promise<Report> {
  if (readCredentialFile(rooms.settings.credentialFile).kind !== 'missing') return KEPT;
  await note(rooms, { what: 'skip' });
  return SKIPPED;
}

async function ask(rooms: CommandRooms, flags: SetupFlags): Promise<Report> {
  if (!canAsk()) {
    const message = 'Nobody can be asked here: say --credential-file FILE, --enrolment-key-file FILE or --skip.';
    throw new StartError(message, { exitCode: EXIT.usage });
  }
  const choice = await select({
    message: 'How should this computer be connected to GPII Cloud? You can change it later.',
    output: process.stderr,
    options: [
      {
        value: 'browser',
        label: 'Through your browser',
        hint: 'sign in on the GPII website and approve this computer',
      },
      { value: 'file', label: 'Use a credential file', hint: 'the JSON file that you saved on the website' },
      { value: 'skip', label: 'Skip for now', hint: 'local-only: settings stored on this computer apply' },
    ],
  });
  if (isCancel(choice)) throw new StartError('Stopped. Nothing was changed.', { exitCode: EXIT.interrupted });
  if (choice === 'skip') return skip(rooms);
  if (choice === 'file') return setCredential(rooms, { file: await askPath('Path of the credential file') });
  return connect(rooms, flags);
}
