import { EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { requestCredential } from '../cloud/hand-over.ts';
import type { ManagerSettings } from '../config.ts';
import { needPlace } from '../credential/save-credential.ts';
import { askSecret, askText, canAsk, readStdin } from '../terminal/ask.ts';
import type { CommandRooms, Report } from './command.ts';
import { takeCredential } from './take-credential.ts';

/** Option 2: signing in here. */
export interface SignInFlags {
  readonly email?: string;
  /** The password is the first line of stdin. */
  readonly passwordStdin?: boolean;
  /** A credential that the person has; left out: a new one. */
  readonly clientId?: string;
}

const WARNING =
  'Do this only if you trust where you got GPII Manager: a forged one could keep your GPII email address and password.\n' +
  'Safer: gpii-manager connect, where the password stays in the browser.';

/** @throws StartError where the installer switched signing in off. */
export function needSignIn({ signIn: isSwitchedOn }: Pick<ManagerSettings, 'signIn'>): void {
  if (isSwitchedOn) return;
  const message = 'Signing in within GPII Manager is switched off on this computer. Use: gpii-manager connect';
  throw new StartError(message, { exitCode: EXIT.failed });
}

/**
 * The password is used once, for one credential, and kept nowhere.
 *
 * @throws StartError, CloudUnreachableError: nothing was changed.
 */
export async function signIn(rooms: CommandRooms, flags: SignInFlags): Promise<Report> {
  const { settings, steps } = rooms;
  needAdministrator(settings.credentialFile, 'sign-in');
  needSignIn(settings);
  await needPlace(settings.credentialFile);
  steps.say(WARNING);
  const isPiped = flags.passwordStdin === true;
  if (!isPiped && !canAsk()) {
    throw new StartError('Nobody can be asked here: say --email and --password-stdin.', { exitCode: EXIT.usage });
  }
  if (isPiped && flags.email === undefined) {
    throw new StartError('--password-stdin goes with --email.', { exitCode: EXIT.usage });
  }
  const email = flags.email ?? (await askText('Email address of your GPII account'));
  const password = isPiped ? ((await readStdin()).split(/\r?\n/)[0] ?? '') : await askSecret('Password');
  const handedOver = await requestCredential(settings.cloudUrl, {
    email,
    password,
    name: settings.computerName,
    clientId: flags.clientId,
  });
  steps.done(`${email} handed over “${handedOver.file.installed.name}”`);
  return takeCredential(rooms, handedOver.file, 'sign-in');
}
