import { hostname } from 'node:os';
import { matchingCodeOf } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { needAdministrator } from '../administrator.ts';
import { endUnused, exchangeCode, type HandedOver } from '../cloud/hand-over.ts';
import { needIssuer } from '../cloud/need-issuer.ts';
import { listenForCallback, type Callback } from '../connect/callback-listener.ts';
import { makeChallenge } from '../connect/challenge.ts';
import { addressOf } from '../connect/connect-address.ts';
import { openBrowser } from '../connect/open-browser.ts';
import { needPlace } from '../credential/save-credential.ts';
import { askWhether, canAsk } from '../terminal/ask.ts';
import type { CommandRooms, Report } from './command.ts';
import { takeCredential } from './take-credential.ts';

/** Option 3: through the browser. */
export interface ConnectFlags {
  /** `false`: the address is printed, and opened by nobody. */
  readonly browser?: boolean;
  /** Uses what was approved without asking; needed where nobody can be asked. */
  readonly yes?: boolean;
}

/** @throws StartError, CloudUnreachableError: nothing was changed. */
export async function connect(rooms: CommandRooms, flags: ConnectFlags): Promise<Report> {
  const { settings, steps } = rooms;
  needAdministrator(settings.credentialFile, 'connect');
  if (flags.yes !== true && !canAsk()) {
    const message = 'Nobody can be asked here whether to use what is approved: say --yes. Nothing was changed.';
    throw new StartError(message, { exitCode: EXIT.usage });
  }
  await needPlace(settings.credentialFile);
  steps.done(`Reached GPII Cloud (${(await needIssuer(settings.cloudUrl)).durationMs} ms)`);
  const challenge = makeChallenge();
  const listener = await listenForCallback({ state: challenge.state, issuer: settings.cloudUrl });
  try {
    const address = addressOf(settings, challenge, listener.port);
    steps.say(
      `Open this page and check that it shows the code  ${matchingCodeOf(challenge.codeChallenge)}\n${address}`,
    );
    if (flags.browser === false) steps.say(explainByHand(listener.port));
    else if (!(await openBrowser(address))) steps.say(`Couldn't open a browser. ${explainByHand(listener.port)}`);
    const callback = await waitFor(rooms, (deadlineMs) => listener.wait(deadlineMs));
    const handedOver = await exchangeCode(settings.cloudUrl, {
      code: readCode(callback),
      codeVerifier: challenge.codeVerifier,
      label: settings.computerName,
    });
    return await useIfWanted(rooms, handedOver, flags.yes === true ? () => Promise.resolve(true) : askWhether);
  } finally {
    await listener.close();
  }
}

/** The browser comes back to 127.0.0.1: of the computer that it runs on. */
function explainByHand(port: number): string {
  return (
    'Open this address in a browser on this computer. On another one, make a tunnel there first: ' +
    `ssh -L ${port}:127.0.0.1:${port} ${hostname()}`
  );
}

async function waitFor(
  { settings, steps }: CommandRooms,
  wait: (deadlineMs: number) => Promise<Callback>,
): Promise<Callback> {
  const endsAt = Date.now() + settings.connectMinutes * 60_000;
  const tell = (): void => {
    steps.waiting('Waiting for approval…', Math.max(0, Math.ceil((endsAt - Date.now()) / 1000)));
  };
  tell();
  const ticking = setInterval(tell, 1000);
  try {
    return await wait(endsAt - Date.now());
  } finally {
    clearInterval(ticking);
  }
}

function readCode(callback: Callback): string {
  if (callback.kind === 'code') return callback.code;
  const message =
    callback.kind === 'denied'
      ? 'The request was declined on the website. Nothing was changed.'
      : 'Nobody approved in time. Nothing was changed. Run connect again.';
  throw new StartError(message, { exitCode: EXIT.failed });
}

/**
 * Somebody else may have approved something else: the person says whether this is what was meant (SECURITY G-T8). Where they do
 * not, the secret that was made for them is ended.
 *
 * @param ask - Rejects where the person stops.
 * @throws StartError, CloudUnreachableError.
 */
export async function useIfWanted(
  rooms: CommandRooms,
  handedOver: HandedOver,
  ask: (question: string) => Promise<boolean>,
): Promise<Report> {
  const { file, account } = handedOver;
  const { name } = file.installed;
  rooms.steps.done(`Approved${account === undefined ? '' : ` by ${account}`} as “${name}”`);
  const question = `Use the credential “${name}”${account === undefined ? '' : ` of ${account}`}?`;
  const isWanted = await ask(question).catch(async (error: unknown) => {
    await endUnused(rooms.settings.cloudUrl, handedOver).catch(() => undefined);
    throw error;
  });
  if (isWanted) return takeCredential(rooms, file, 'connect');
  await endUnused(rooms.settings.cloudUrl, handedOver);
  const message = 'Not used. The secret that was just made for this computer is ended; nothing else was changed.';
  throw new StartError(message, { exitCode: EXIT.failed });
}
