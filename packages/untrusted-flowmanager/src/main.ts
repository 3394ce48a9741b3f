import {
  addConfigCommands,
  addServeCommand,
  addSettingsOptions,
  createProgram,
  EXIT,
  readPackageVersion,
  runProgram,
  StartError,
  type ServiceArguments,
} from '@gpii/service-kit/cli';
import { clientSettings } from './cli/client-settings.ts';
import { readComer, type Comer } from './cli/read-comer.ts';
import { readGpiiToken } from './cli/read-gpii-token.ts';
import { keyAtRunning, pageOfRunning, statusOfRunning, type Flags } from './cli/running-commands.ts';
import { setAtRunning } from './cli/set-at-running.ts';
import { flowManagerSettings, ROAD_SETTINGS } from './config.ts';

type Program = ReturnType<typeof createProgram>;

const TOKEN_ARGUMENT = ['<TOKEN>', 'the GPII token; - reads it from stdin'] as const;
const KEY_IN_HELP = `
Without --device: --url, --socket or --state-dir say where the running flow manager is.
With --device: --requester-url or --requester-socket, --channel-key-file and --cloud-url are the road to GPII Cloud.
Where GPII Cloud gives no settings, those of --preferences or --medium are used, else those of the flow manager's folder.
A GPII token that begins with "-" goes behind "--". Exit codes: 0 done, 1 refused, 64 the command line is wrong,
69 something can't be reached, 78 settings or device report are wrong.`;
const MEDIUM_WORDS = '.gpii-user-token.txt, and .gpii-preferences.json5 if it is there';
const RESTORE_HELP = `
Without JOURNAL: the one in --state-dir, else in $XDG_STATE_HOME/gpii. A flow manager that runs puts back by itself, at key-out
and at its next start: its journal is refused. So is one of another account: it says which programs are run.
Exit codes: 0 all is put back, 1 not everything, 64 the command line is wrong,
69 there is no such journal, or it can't be used, 78 settings or config are wrong.`;
const SET_HELP = `
A value that begins with "-" goes behind "--": gpii-flowmanager set -- DPIScale -1. The value stands on the command line, where
other accounts of this computer can see it while the command runs. What can't be saved stays on until key-out.
Exit codes: 0 done, 1 refused, or changed here and not saved, 64 the command line is wrong, 69 something can't be reached.`;
const PAGE_HELP = `
The address is good once, in one browser on this computer; the page ends when nobody used it for 15 minutes. Over TCP, only the account
of the flow manager (or root) gets one. Exit codes: 0 done, 1 refused, 64 the command line is wrong, 69 it can't be reached.`;
const JSON_OPTION = ['--json', 'print the answer as it came'] as const;

/** Runs `gpii-flowmanager` with its arguments. Kettle is loaded only by what needs it: `serve` and `key-in --device`. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = createProgram(
    'gpii-flowmanager',
    'Key-in and key-out on this computer.',
    readPackageVersion(new URL('../package.json', import.meta.url)),
  );
  addServeCommand(program, flowManagerSettings, serve);
  addConfigCommands(program, flowManagerSettings, async () => {
    const [{ checkService, settleService }, { flowManagerService }] = await load();
    return {
      check: (given) => checkService(flowManagerService, given),
      settle: (given) => settleService(flowManagerService, given),
    };
  });
  addKeyIn(program);
  addKeyOut(program);
  addSet(program);
  addPage(program);
  addStatus(program);
  addDeviceReport(program);
  addRestore(program);
  await runProgram(program, argv);
}

async function serve(given: ServiceArguments): Promise<void> {
  const [{ runService }, { flowManagerService }] = await load();
  await runService(flowManagerService, given);
}

function load(): Promise<[typeof import('@gpii/service-kit'), typeof import('./grades.ts')]> {
  return Promise.all([import('@gpii/service-kit'), import('./grades.ts')]);
}

function addKeyIn(program: Program): void {
  const command = program
    .command('key-in')
    .description(
      'Key in at the running flow manager; with --device fetch the instructions once, show them, apply nothing.',
    )
    .argument('[TOKEN]', TOKEN_ARGUMENT[1])
    .option(...JSON_OPTION)
    .option('--preferences <FILE>', 'preferences (JSON5) that come with the GPII token')
    .option('--medium <DIR>', `a token medium: ${MEDIUM_WORDS}`);
  addSettingsOptions(command, clientSettings);
  addSettingsOptions(command, flowManagerSettings, ROAD_SETTINGS);
  command.option('--config <FILE>', "with --device: Kettle JSON5 config [default: the package's own]");
  command.addHelpText('after', KEY_IN_HELP);
  command.action(async (argument: string | undefined, flags: Flags) => {
    refuseMixedFlags(flags);
    const comer = await readComer(argument, flags);
    print(await (flags.device === undefined ? keyAtRunning('login', comer, flags) : once(comer, flags)));
  });
}

async function once({ gpiiToken, carried }: Comer, { json, config, ...flags }: Flags): Promise<string> {
  const { keyInOnce } = await import('./cli/key-in-once.ts');
  return await keyInOnce(gpiiToken, {
    flags,
    carried,
    config: typeof config === 'string' ? config : undefined,
    json: json === true,
    width: process.stdout.isTTY ? process.stdout.columns : undefined,
  });
}

function addKeyOut(program: Program): void {
  const command = program.command('key-out').description('Key out at the running flow manager.');
  addSettingsOptions(command.argument(...TOKEN_ARGUMENT).option(...JSON_OPTION), clientSettings);
  command.action(async (argument: string, flags: Flags) => {
    const gpiiToken = await readGpiiToken(argument);
    print(await keyAtRunning('logout', { gpiiToken, carried: undefined }, flags));
  });
}

function addSet(program: Program): void {
  const command = program
    .command('set')
    .description('Change a setting of whoever is keyed in, on this computer at once, until key-out.')
    .argument('<TERM>', 'a common term (fontSize, or its whole address), or a setting of a solution (ID/SETTING)')
    .argument('<VALUE>', 'JSON, such as 24, true or "24"; anything else is a text')
    .option('--save', 'have GPII Cloud keep it for the person')
    .option(...JSON_OPTION);
  addSettingsOptions(command, clientSettings);
  command.addHelpText('after', SET_HELP);
  command.action(async (term: string, value: string, flags: Flags) => {
    const { text, failure } = await setAtRunning({ term, value }, flags);
    print(text);
    if (failure !== undefined) throw failure;
  });
}

function addPage(program: Program): void {
  const command = program
    .command('page')
    .description('Print the address of a page that says who is keyed in and what changed here, and keys out.');
  addSettingsOptions(command.option(...JSON_OPTION), clientSettings);
  command.addHelpText('after', PAGE_HELP);
  command.action(async (flags: Flags) => {
    print(await pageOfRunning(flags));
  });
}

function addStatus(program: Program): void {
  const command = program.command('status').description('Say who is keyed in at the running flow manager.');
  addSettingsOptions(command.option(...JSON_OPTION), clientSettings);
  command.action(async (flags: Flags) => {
    print(await statusOfRunning(flags));
  });
}

function addDeviceReport(program: Program): void {
  const command = program
    .command('device-report')
    .description('Find out what this computer is and has, and say why: the report that serve makes without --device.')
    .option('--json', 'print it as JSON; `report` of it is what --device takes');
  addSettingsOptions(command, flowManagerSettings, ['localSolutions']);
  command.action(async (flags: Flags) => {
    const { showDeviceReport } = await import('./cli/show-device-report.ts');
    print(await showDeviceReport(flags, process.stdout.isTTY ? process.stdout.columns : 100));
  });
}

function addRestore(program: Program): void {
  const command = program
    .command('restore')
    .description('Put back what a flow manager that was killed left changed, without starting one.')
    .argument('[JOURNAL]', 'its journal.jsonl, or the folder of it');
  addSettingsOptions(command, flowManagerSettings, ['stateDir']);
  command.option('--config <FILE>', "Kettle JSON5 config [default: the package's own]");
  command.addHelpText('after', RESTORE_HELP);
  command.action(async (journal: string | undefined, { config, ...flags }: Flags) => {
    const { restoreJournal } = await import('./cli/restore-journal.ts');
    print(await restoreJournal(journal, { flags, config: typeof config === 'string' ? config : undefined }));
  });
}

/** `--device` decides which of the two key-ins it is; a flag of the other one would be ignored in silence. */
function refuseMixedFlags(flags: Flags): void {
  const isOnce = flags.device !== undefined;
  const others = isOnce ? Object.keys(clientSettings.fields) : [...ROAD_SETTINGS, 'config'];
  const stray = others.find((name) => flags[name] !== undefined);
  if (stray === undefined) return;
  const flag = `--${stray.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const message = isOnce
    ? `${flag} is for a running flow manager; leave it out, or leave out --device.`
    : `${flag} goes with --device: without it, the running flow manager has its own.`;
  throw new StartError(message, { exitCode: EXIT.usage });
}

function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}
