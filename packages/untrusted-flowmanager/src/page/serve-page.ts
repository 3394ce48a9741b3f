import { hostname } from 'node:os';
import { serveLocalPage, type LocalAnswer, type LocalPage, type LocalVisit, type Page } from '@gpii/pages';
import type { ThisComputer } from '../this-computer.ts';
import { infusionFolder, Refusal, type Logger } from '@gpii/service-kit';
import type { KeyIns } from '../key-ins.ts';
import { describeChanges, describeLeftOut } from './describe-changes.ts';
import { failedPage, helpPage, homePage } from './home-page.tsx';
import { PAGE_WORDS } from './words.ts';

/** It stops when nobody used it for so long. */
const IDLE_MS = 15 * 60_000;

/** What the page shows and does. */
export interface PageRooms {
  readonly keyIns: Pick<KeyIns, 'session' | 'isBroken' | 'keyOut'>;
  readonly computer: Pick<ThisComputer, 'changes' | 'leftOut'>;
  /** Whether key-ins change this computer. */
  readonly mayChange: boolean;
  readonly logger: Logger;
}

/** Serves the page of the person who is keyed in, to browsers that open a link of it. */
export function servePage(rooms: PageRooms): Promise<LocalPage> {
  const { logger } = rooms;
  return serveLocalPage({
    cookieName: 'gpii_flowmanager',
    idleMs: IDLE_MS,
    infusionFolder,
    frame: (language) => {
      const { siteName, onComputer, here } = PAGE_WORDS[language];
      return { siteName, organisation: onComputer(hostname()), navigation: [{ path: '/', text: here }] };
    },
    routes: {
      'GET /': (visit) => Promise.resolve({ page: showHome(visit, rooms) }),
      'GET /help': (visit) => Promise.resolve({ page: helpPage(visit) }),
      'POST /key-out': (visit) => keyOut(visit, rooms),
    },
    failed: (visit, error) => {
      if (!(error instanceof Refusal)) throw error;
      return { page: failedPage(visit, error.message), status: error.status };
    },
    tellError: (error) => {
      logger.error({ err: error, reason: 'internal_error' }, 'the local page could not be shown');
    },
  });
}

function showHome(visit: LocalVisit, { keyIns: { session, isBroken }, computer, mayChange }: PageRooms): Page {
  const changes = session === undefined ? [] : describeChanges(session.instructions, computer.changes());
  const leftOut = session === undefined ? [] : describeLeftOut(session.instructions, computer.leftOut());
  return homePage(visit, { session, isBroken, changes, leftOut, mayChange });
}

/** A form of an earlier session keys nobody else out. */
async function keyOut(visit: LocalVisit, { keyIns }: PageRooms): Promise<LocalAnswer> {
  const { session } = keyIns;
  if (session?.since.toISOString() === visit.form.get('since')) await keyIns.keyOut(session.gpiiToken);
  return { goTo: visit.href('/?done=out') };
}
