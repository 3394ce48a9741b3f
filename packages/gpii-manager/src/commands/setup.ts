import { select, isCancel } from '@clack/prompts';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { askText, canAsk } from '../terminal/ask.ts';
import type { CommandRooms, Report } from './command.ts';
import { connect } from './connect.ts';
import { enrol } from './enrol.ts';
import { setCredential } from './set.ts';

/** The installer's step, with a silent form of each choice for deployment tools. */
export interface SetupFlags {
  readonly credentialFileToTake?: string;
  readonly enrolmentKeyFile?: string;
  readonly skip?: boolean;
  readonly browser?: boolean;
}

const SKIPPED: Report = {
  json: { state: 'local-only' },
  lines: [
    'Skipped: this computer is in local-only mode. People can key in, and settings stored here or on their key apply.',
    'Connect it whenever you like: sudo gpii-manager connect',
  ],
};

/** @throws StartError, CloudUnreachableError: nothing was changed. */
export async function setup(rooms: CommandRooms, flags: SetupFlags): Promise<Report> {
  const given = [flags.credentialFileToTake, flags.enrolmentKeyFile, flags.skip].filter((flag) => flag !== undefined);
  if (given.length > 1) {
    throw new StartError('Give one of --take-file, --enrolment-key-file and --skip.', { exitCode: EXIT.usage });
  }
  if (flags.skip === true) return SKIPPED;
  needAdministrator(rooms.settings.credentialFile, 'setup');
  if (flags.credentialFileToTake !== undefined) {
    return setCredential(rooms, { file: flags.credentialFileToTake, deleteFile: false });
  }
  if (flags.enrolmentKeyFile !== undefined) return enrol(rooms, { enrolmentKeyFile: flags.enrolmentKeyFile });
  return ask(rooms, flags);
}

async function ask(rooms: CommandRooms, flags: SetupFlags): Promise<Report> {
  if (!canAsk()) {
    const message = 'Nobody can be asked here: say --take-file FILE, --enrolment-key-file FILE or --skip.';
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
  if (choice === 'skip') return SKIPPED;
  if (choice === 'file') return setCredential(rooms, { file: await askText('Path of the credential file') });
  return connect(rooms, flags);
}
