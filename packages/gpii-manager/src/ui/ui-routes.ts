import type { LocalAnswer, Page } from '@gpii/pages';
import { needAdministrator } from '../administrator.ts';
import { endUnused, exchangeCode, requestCredential, type HandedOver } from '../cloud/hand-over.ts';
import { needIssuer } from '../cloud/need-issuer.ts';
import type { CommandRooms } from '../commands/command.ts';
import { checkAll } from '../commands/doctor.ts';
import { enrolWith } from '../commands/enrol.ts';
import { readHistory } from '../commands/log.ts';
import { forget, revoke } from '../commands/revoke.ts';
import { rotate } from '../commands/rotate.ts';
import { needSignIn } from '../commands/sign-in.ts';
import { lookAround } from '../commands/status.ts';
import { takeCredential } from '../commands/take-credential.ts';
import { addressOf } from '../connect/connect-address.ts';
import { makeChallenge, type Challenge } from '../connect/challenge.ts';
import { readCallback } from '../connect/callback-listener.ts';
import { parseCredential } from '../credential/parse-credential.ts';
import { needPlace } from '../credential/save-credential.ts';
import { confirmPage, enrolPage, setPage, signInPage, usePage } from './form-pages.tsx';
import { homePage } from './home-page.tsx';
import { doctorPage, helpPage, logPage } from './told-pages.tsx';
import type { UiVisit } from './ui-visit.ts';

/** What the local page works with, and what it remembers between requests: in memory only. */
export interface UiRooms extends CommandRooms {
  readonly port: () => number;
  /** A browser that was sent to the account website, and is waited for. */
  challenge?: Challenge | undefined;
  /** What came back, until the person says whether to use it. */
  handedOver?: HandedOver | undefined;
}

type UiRoute = (visit: UiVisit, rooms: UiRooms) => Promise<LocalAnswer>;

/** Everything that the local page can do, by method and path. What changes something is POST. */
export const UI_ROUTES: Readonly<Record<string, UiRoute>> = {
  'GET /': async (visit, { settings }) => ({
    page: homePage(visit, { ...(await lookAround(settings)), settings, mayChange: mayChange(settings) }),
  }),
  'GET /doctor': async (visit, { settings }) => ({ page: doctorPage(visit, await checkAll(settings)) }),
  'GET /log': async (visit, { settings }) => ({ page: logPage(visit, await readHistory(settings)) }),
  'GET /help': (visit) => Promise.resolve({ page: helpPage(visit) }),
  'GET /set': (visit) => Promise.resolve({ page: setPage(visit, []) }),
  'POST /set': set,
  'GET /sign-in': (visit, { settings }) => Promise.resolve(showSignIn(visit, settings)),
  'POST /sign-in': signIn,
  'GET /enrol': (visit) => Promise.resolve({ page: enrolPage(visit, []) }),
  'POST /enrol': enrol,
  'GET /rotate': (visit) => Promise.resolve({ page: confirmPage(visit, 'rotate') }),
  'POST /rotate': async (visit, rooms) => {
    await rotate(rooms, { overlapHours: 24 });
    return done(visit, 'rotated');
  },
  'GET /revoke': (visit) => Promise.resolve({ page: confirmPage(visit, 'revoke') }),
  'POST /revoke': async (visit, rooms) => {
    await revoke(rooms, { yes: true });
    return done(visit, 'revoked');
  },
  'GET /forget': (visit) => Promise.resolve({ page: confirmPage(visit, 'forget') }),
  'POST /forget': async (visit, rooms) => {
    await forget(rooms, { yes: true });
    return done(visit, 'forgotten');
  },
  'POST /connect': async (_visit, rooms) => {
    needAdministrator(rooms.settings.credentialFile, 'ui');
    await needPlace(rooms.settings.credentialFile);
    await needIssuer(rooms.settings.cloudUrl);
    rooms.challenge = makeChallenge();
    return { goTo: addressOf(rooms.settings, rooms.challenge, rooms.port()) };
  },
  'GET /use': (visit, { handedOver }) =>
    Promise.resolve(
      handedOver === undefined
        ? done(visit, 'later')
        : { page: usePage(visit, { name: handedOver.file.installed.name, account: handedOver.account }) },
    ),
  'POST /use': use,
};

/**
 * Takes the browser back from the account website (option 3).
 *
 * @returns Where it goes; undefined for a callback that is not ours, which ends nothing.
 * @throws StartError, CloudUnreachableError.
 */
export async function takeCallback(rooms: UiRooms, query: URLSearchParams): Promise<string | undefined> {
  const { challenge, settings } = rooms;
  if (challenge === undefined) return undefined;
  const callback = readCallback(query, { state: challenge.state, issuer: settings.cloudUrl });
  if (callback === undefined) return undefined;
  rooms.challenge = undefined;
  if (callback.kind !== 'code') return '/?done=declined';
  rooms.handedOver = await exchangeCode(settings.cloudUrl, {
    code: callback.code,
    codeVerifier: challenge.codeVerifier,
    label: settings.computerName,
  });
  return '/use';
}

async function set(visit: UiVisit, rooms: UiRooms): Promise<LocalAnswer> {
  needAdministrator(rooms.settings.credentialFile, 'ui');
  const text = visit.form.get('credential') ?? '';
  if (text.trim() === '') return failed(setPage(visit, [{ field: 'credential', words: visit.words.set.empty }]));
  try {
    await takeCredential(rooms, parseCredential(text, visit.words.set.title), 'set');
    return done(visit, 'connected');
  } catch (error) {
    return failed(setPage(visit, [{ field: 'credential', words: wordsOf(error) }]));
  }
}

async function enrol(visit: UiVisit, rooms: UiRooms): Promise<LocalAnswer> {
  needAdministrator(rooms.settings.credentialFile, 'ui');
  const key = visit.form.get('enrolment_key') ?? '';
  if (key.trim() === '') return failed(enrolPage(visit, [{ field: 'enrolment_key', words: visit.words.enrol.empty }]));
  try {
    await enrolWith(rooms, key);
    return done(visit, 'connected');
  } catch (error) {
    return failed(enrolPage(visit, [{ field: 'enrolment_key', words: wordsOf(error) }]));
  }
}

function showSignIn(visit: UiVisit, settings: CommandRooms['settings']): LocalAnswer {
  needSignIn(settings);
  return { page: signInPage(visit, { email: '', problems: [] }) };
}

async function signIn(visit: UiVisit, rooms: UiRooms): Promise<LocalAnswer> {
  const { settings } = rooms;
  needAdministrator(settings.credentialFile, 'ui');
  needSignIn(settings);
  const email = (visit.form.get('email') ?? '').trim();
  try {
    await needPlace(settings.credentialFile);
    const password = visit.form.get('password') ?? '';
    const given = { email, password, name: settings.computerName, clientId: undefined };
    await takeCredential(rooms, (await requestCredential(settings.cloudUrl, given)).file, 'sign-in');
    return done(visit, 'connected');
  } catch (error) {
    return failed(signInPage(visit, { email, problems: [{ field: 'email', words: wordsOf(error) }] }));
  }
}

async function use(visit: UiVisit, rooms: UiRooms): Promise<LocalAnswer> {
  const { handedOver, settings } = rooms;
  rooms.handedOver = undefined;
  if (handedOver === undefined) return done(visit, 'later');
  if (visit.form.get('decision') === 'use') {
    await takeCredential(rooms, handedOver.file, 'connect');
    return done(visit, 'connected');
  }
  await endUnused(settings.cloudUrl, handedOver);
  return done(visit, 'notUsed');
}

function done({ href }: UiVisit, what: keyof UiVisit['words']['done']): LocalAnswer {
  return { goTo: href(`/?done=${what}`) };
}

function failed(page: Page): LocalAnswer {
  return { page, status: 422 };
}

/**
 * The words of an error of a command, which are for people.
 *
 * @throws What it was given, when that is a mistake of ours.
 */
export function wordsOf(error: unknown): string {
  if (error instanceof Error && ['StartError', 'CloudUnreachableError'].includes(error.name)) return error.message;
  throw error;
}

function mayChange(settings: CommandRooms['settings']): boolean {
  try {
    needAdministrator(settings.credentialFile, 'ui');
    return true;
  } catch {
    return false;
  }
}
