import { CloudUnreachableError } from '../cloud/ask-cloud.ts';
import { explainClock, reachCloud, type Reach } from '../cloud/reach-cloud.ts';
import type { ManagerSettings } from '../config.ts';
import { nameAndId } from '../credential/describe-credential.ts';
import type { CommandRooms, Report } from './command.ts';
import { findStanding, type Standing } from './standing.ts';

/** Exit codes of `status`. */
export const STATUS_EXIT = { connected: 0, localOnly: 3, needsAttention: 4 } as const;

/** How this computer stands, and the cloud's answer; none where it cannot be reached. */
export async function lookAround(settings: ManagerSettings): Promise<{ standing: Standing; reach: Reach | undefined }> {
  const [standing, reach] = await Promise.all([
    findStanding(settings),
    reachCloud(settings.cloudUrl).catch((error: unknown) => {
      if (error instanceof CloudUnreachableError) return undefined;
      throw error;
    }),
  ]);
  return { standing, reach };
}

/** How this computer stands with GPII Cloud: for everybody. */
export async function status({ settings }: CommandRooms): Promise<Report> {
  const { standing, reach } = await lookAround(settings);
  const clock = reach === undefined ? undefined : explainClock(reach);
  const network =
    reach === undefined
      ? 'not reachable'
      : reach.isWorking
        ? `reachable, ${reach.durationMs} ms`
        : `not working (${reach.status})`;
  return {
    exitCode: exitCodeOf(standing),
    json: {
      state: standing.state,
      message: standing.message,
      credential: standing.credential ?? null,
      ...(standing.revocation === undefined ? {} : { revocation: standing.revocation }),
      cloudUrl: settings.cloudUrl,
      network: reach === undefined ? null : { durationMs: reach.durationMs, isWorking: reach.isWorking },
      clockAheadSeconds: reach?.clockAheadSeconds ?? null,
      credentialFile: settings.credentialFile,
      checkedAt: new Date().toISOString(),
    },
    lines: [
      standing.message,
      ...(standing.credential === undefined ? [] : [`  Credential  ${nameAndId(standing.credential)}`]),
      `  Kept in     ${settings.credentialFile}, for the access requester alone`,
      `  GPII Cloud  ${settings.cloudUrl}, ${network}`,
      ...(clock === undefined ? [] : [`  Clock       ${clock}`]),
    ],
  };
}

function exitCodeOf({ state }: Standing): number {
  if (state === 'connected') return STATUS_EXIT.connected;
  return state === 'local-only' || state === 'skipped' ? STATUS_EXIT.localOnly : STATUS_EXIT.needsAttention;
}
