import { HEALTH_ROUTES } from '@gpii/protocol';
import { askCloud } from './ask-cloud.ts';

/** How the cloud answers, and how this computer's clock stands beside the cloud's. */
export interface Reach {
  readonly durationMs: number;
  readonly isWorking: boolean;
  readonly status: number;
  /** How far this computer's clock is ahead, in seconds; undefined where the cloud said no time. */
  readonly clockAheadSeconds: number | undefined;
}

/** Secure connections bear no more. */
const CLOCK_LIMIT_SECONDS = 300;

/** @throws CloudUnreachableError within 5 s. */
export async function reachCloud(cloudUrl: string): Promise<Reach> {
  const { status, durationMs, headers } = await askCloud(cloudUrl, HEALTH_ROUTES.live);
  const date = Date.parse(headers.get('date') ?? '');
  return {
    durationMs,
    status,
    isWorking: status === 200,
    clockAheadSeconds: Number.isNaN(date) ? undefined : Math.round((Date.now() - date) / 1000),
  };
}

/** Words about the clock; undefined when it is right. */
export function explainClock({ clockAheadSeconds: ahead }: Reach): string | undefined {
  if (ahead === undefined || Math.abs(ahead) < CLOCK_LIMIT_SECONDS) return undefined;
  const minutes = Math.round(Math.abs(ahead) / 60);
  const far = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return `This computer's clock is ${far} ${ahead > 0 ? 'fast' : 'slow'}, so secure connections may fail. Set the clock.`;
}
