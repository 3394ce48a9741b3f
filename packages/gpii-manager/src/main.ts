import {
  addSettingsOptions,
  createProgram,
  EXIT,
  readPackageVersion,
  readSettings,
  runProgram,
  StartError,
  type SettingsDefinition,
} from '@gpii/service-kit/cli';
import { CloudUnreachableError } from './cloud/ask-cloud.ts';
import type { CommandRooms, Report } from './commands/command.ts';
import { connect } from './commands/connect.ts';
import { doctor } from './commands/doctor.ts';
import { enrol } from './commands/enrol.ts';
import { log } from './commands/log.ts';
import { forget, revoke } from './commands/revoke.ts';
import { rotate } from './commands/rotate.ts';
import { setCredential } from './commands/set.ts';
import { installServices, removeServices } from './commands/services.ts';
import { setup } from './commands/setup.ts';
import { signIn } from './commands/sign-in.ts';
import { status } from './commands/status.ts';
import { ui } from './commands/ui.ts';
import { managerSettings } from './config.ts';
import { createSteps } from './terminal/steps.ts';

type Program = ReturnType<typeof createProgram>;
type Flags = Readonly<Record<string, unknown>>;
type Run = (rooms: CommandRooms, flags: Flags) => Promise<Report>;

/** Of `setup`: `--credential-file` is the file to take there, as deployment tools have it. */
const SETUP_SETTINGS: SettingsDefinition = {
  ...managerSettings,
  fields: Object.fromEntries(Object.entries(managerSettings.fields).filter(([name]) => name !== 'credentialFile')),
};

const HELP = `
Exit codes: 0 done, 1 refused or failed, 64 the command line is wrong, 69 GPII Cloud can't be reached, 77 not an administrator,
78 settings are wrong, 130 stopped. status: 0 connected, 3 local-only, 4 needs attention. doctor: 0 all well, 4 not.
Secrets and passwords come by prompt, stdin or file, never as an argument: others can read arguments.`;

/** Runs `gpii-manager` with its arguments. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-manager',
    'Connects this computer to GPII Cloud: gets, changes and revokes its client credential.',
    readPackageVersion(new URL('../package.json', import.meta.url)),
  );
  program.addHelpText('after', HELP);
  add(program, 'status', 'Say how this computer stands with GPII Cloud.', (rooms) => status(rooms));
  add(program, 'doctor', 'Look at everything that a key-in needs.', (rooms) => doctor(rooms));
  add(program, 'log', 'Say what happened on this computer.', (rooms) => log(rooms));
  add(program, 'ui', 'The same as a page in your browser, on this computer alone.', (rooms, flags) =>
    ui(rooms, flags),
  ).option('--no-browser', 'print the address only');
  addConnecting(program);
  addChanging(program);
  addServices(program);
  await runProgram(program, argv);
}

function addConnecting(program: Program): void {
  add(program, 'connect', 'Connect through your browser: sign in on the GPII website and approve.', (rooms, flags) =>
    connect(rooms, flags),
  )
    .option('--no-browser', 'print the address only, for a browser on this computer or through an SSH tunnel')
    .option('--yes', 'use what is approved without asking');
  add(program, 'set', 'Take a credential that you saved or copied on the website.', (rooms, flags) =>
    setCredential(rooms, flags),
  )
    .option('--file <FILE>', 'the credential file')
    .option('--stdin', 'the file, or client ID and secret on two lines, come on stdin')
    .option('--delete-file', 'delete the file once it is taken')
    .option('--no-delete-file', 'keep it, and do not ask');
  add(program, 'sign-in', 'Sign in to your GPII account here; connect is safer.', (rooms, flags) =>
    signIn(rooms, flags),
  )
    .option('--email <ADDRESS>', 'email address of the account')
    .option('--password-stdin', 'the password is the first line of stdin')
    .option('--client-id <ID>', 'a further secret of this credential of yours; left out: a new credential');
  add(
    program,
    'enrol',
    'First boot of an imaged computer: its enrolment key for a secret of its own.',
    (rooms, flags) => enrol(rooms, flags),
  )
    .option('--enrolment-key-file <FILE>', 'file with the enrolment key')
    .option('--stdin', 'the enrolment key comes on stdin');
  const step = program.command('setup').description("The installer's step: browser, file, or skip.");
  addAction(step, (rooms, flags) => setup(rooms, flags), SETUP_SETTINGS)
    .option('--credential-file <FILE>', 'without asking: the credential file to take')
    .option('--enrolment-key-file <FILE>', 'without asking: file with the enrolment key of an image')
    .option('--skip', 'without asking: local-only')
    .option('--no-browser', 'print the address only');
}

function addChanging(program: Program): void {
  add(program, 'rotate', 'A new secret for this computer; the old one ends after a while.', (rooms, flags) =>
    rotate(rooms, { overlapHours: readHours(flags.overlapHours) }),
  ).option('--overlap-hours <HOURS>', 'how long the old one stays good, 0 to 168 [default: 24]');
  add(program, 'revoke', 'End the secret of this computer for ever, and forget it here.', (rooms, flags) =>
    revoke(rooms, flags),
  ).option('--yes', 'do not ask');
  add(program, 'forget', "Take the credential off this computer; the cloud's copy still works.", (rooms, flags) =>
    forget(rooms, flags),
  ).option('--yes', 'do not ask');
}

function addServices(program: Program): void {
  const root = [
    '--root <DIR>',
    'write into a folder that becomes the root of another system, and run nothing',
  ] as const;
  const install = 'Set up access requester and flow manager as systemd services, each under an account of its own.';
  add(program, 'install-services', install, (rooms, flags) => installServices(rooms, flags))
    .option(...root)
    .option(
      '--session-account <NAME>',
      'the account whose desktop key-in changes: the flow manager runs in its session',
    );
  const remove = 'Take these services away; the credential stays.';
  add(program, 'remove-services', remove, (rooms, flags) => removeServices(rooms, flags)).option(...root);
}

function add(program: Program, name: string, description: string, run: Run): Program {
  return addAction(program.command(name).description(description), run, managerSettings);
}

/** @param offered - The settings that have a flag here; the others come from the environment or are as usual. */
function addAction(command: Program, run: Run, offered: SettingsDefinition): Program {
  command.option('--json', 'print the result as JSON');
  addSettingsOptions(command, offered);
  command.action(async (flags: Flags) => {
    const settings = readSettings(managerSettings, {
      flags: pick(flags, offered.fields),
      env: process.env,
      config: {},
    });
    const report = await run({ settings, steps: createSteps() }, flags).catch((error: unknown) => {
      if (!(error instanceof CloudUnreachableError)) throw error;
      throw new StartError(error.message, { exitCode: EXIT.unavailable, cause: error });
    });
    process.stdout.write(`${flags.json === true ? JSON.stringify(report.json) : report.lines.join('\n')}\n`);
    process.exitCode = report.exitCode ?? EXIT.ok;
  });
  return command;
}

function pick(flags: Flags, fields: object): Flags {
  return Object.fromEntries(Object.entries(flags).filter(([name]) => name in fields));
}

function readHours(given: unknown): number {
  const hours = given === undefined ? 24 : Number(given);
  if (Number.isInteger(hours) && hours >= 0 && hours <= 168) return hours;
  throw new StartError('--overlap-hours: expected a whole number of hours, 0 to 168', { exitCode: EXIT.usage });
}
