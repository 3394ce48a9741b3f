import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { HEALTH_ROUTES } from '@gpii/protocol';
import { askFlowManager } from '../cloud/ask-flow-manager.ts';
import { explainClock, reachCloud, type Reach } from '../cloud/reach-cloud.ts';
import type { ManagerSettings } from '../config.ts';
import type { CommandRooms, Report } from './command.ts';
import { findStanding } from './standing.ts';
import { STATUS_EXIT } from './status.ts';

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  readonly outcome: 'good' | 'bad' | 'unseen';
  readonly message: string;
}

/** Looks at everything that a key-in needs, and says what to do about what is wrong: for everybody. */
export async function doctor({ settings }: CommandRooms): Promise<Report> {
  const checks = await checkAll(settings);
  const isWell = checks.every(({ outcome }) => outcome !== 'bad');
  const signs = { good: '✓', bad: '✖', unseen: '–' };
  return {
    exitCode: isWell ? 0 : STATUS_EXIT.needsAttention,
    json: { isWell, checks },
    lines: checks.map(({ name, outcome, message }) => `${signs[outcome]} ${name}: ${message}`),
  };
}

/** Looks at everything, one after the other. */
export async function checkAll(settings: ManagerSettings): Promise<readonly Check[]> {
  return [
    ...(await checkCloud(settings)),
    await checkCredential(settings),
    checkFolder(settings),
    await checkRequester(settings),
    await checkService('Flow manager', settings.flowManagerUrl, 'gpii-flowmanager'),
  ];
}

async function checkCloud({ cloudUrl }: ManagerSettings): Promise<Check[]> {
  const name = 'GPII Cloud';
  let reach: Reach;
  try {
    reach = await reachCloud(cloudUrl);
  } catch (error) {
    return [{ name, outcome: 'bad', message: (error as Error).message.replace(' Nothing was changed.', '') }];
  }
  const clock = explainClock(reach);
  return [
    reach.isWorking
      ? { name, outcome: 'good', message: `${cloudUrl} answers in ${reach.durationMs} ms` }
      : {
          name,
          outcome: 'bad',
          message: `${cloudUrl} answers but is not working (${reach.status}). Nothing to change here.`,
        },
    {
      name: 'Clock',
      outcome: clock === undefined ? 'good' : 'bad',
      message: clock ?? (reach.clockAheadSeconds === undefined ? 'the cloud says no time' : 'right'),
    },
    isProtected(cloudUrl)
      ? { name: 'Connection', outcome: 'good', message: 'nobody on the way can read it' }
      : { name: 'Connection', outcome: 'bad', message: `${cloudUrl} is not https: others on the way can read it.` },
  ];
}

function isProtected(cloudUrl: string): boolean {
  const { protocol, hostname } = new URL(cloudUrl);
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
}

async function checkCredential(settings: ManagerSettings): Promise<Check> {
  const { state, message } = await findStanding(settings);
  const outcome =
    state === 'connected' ? 'good' : ['unknown', 'local-only', 'skipped'].includes(state) ? 'unseen' : 'bad';
  return { name: 'Credential', outcome, message };
}

/** Only its owner may come into the folder. */
function checkFolder({ credentialFile }: ManagerSettings): Check {
  const folder = dirname(credentialFile);
  const name = 'Where it is kept';
  try {
    const { mode } = statSync(folder);
    return (mode & 0o077) === 0
      ? { name, outcome: 'good', message: `${folder}, closed to others` }
      : { name, outcome: 'bad', message: `Others can come into ${folder}. Take that away: chmod 700 ${folder}` };
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return isMissing
      ? { name, outcome: 'bad', message: `There is no folder ${folder}. Run: sudo gpii-manager install-services` }
      : { name, outcome: 'unseen', message: `${folder} can't be seen by this account` };
  }
}

/** On a socket only the flow manager reaches it, and says so. */
async function checkRequester({ flowManagerUrl, requesterUrl }: ManagerSettings): Promise<Check> {
  const name = 'Access requester';
  const word = await askFlowManager(flowManagerUrl);
  return word === undefined
    ? checkService(name, requesterUrl, 'gpii-access-requester')
    : { name, outcome: 'good', message: 'answers the flow manager' };
}

const DEADLINE_MS = 3000;

async function checkService(name: string, url: string, unit: string): Promise<Check> {
  try {
    const { status } = await fetch(url + HEALTH_ROUTES.live, { signal: AbortSignal.timeout(DEADLINE_MS) });
    if (status === 200) return { name, outcome: 'good', message: `runs at ${url}` };
    return { name, outcome: 'bad', message: `What answers at ${url} is not it (${status}).` };
  } catch {
    return { name, outcome: 'bad', message: `It isn't running at ${url}. Start it: systemctl start ${unit}` };
  }
}
