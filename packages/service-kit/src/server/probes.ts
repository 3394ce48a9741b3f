import { HEALTH_ROUTES } from '@gpii/protocol';
import type { Express } from 'express';
import type { Logger } from '../logger.ts';
import { Refusal } from '../refusal.ts';
import { answerError, type RenderError } from './render-error.ts';
import { contextOf } from './request-context.ts';
import { sendJson } from './respond.ts';

/** An address that monitors ask: is the process there, or does all that it depends on answer? */
export interface Probe {
  readonly path: string;
  readonly asks: 'live' | 'ready';
  /** The answer when it is. */
  readonly body: object;
  /** The body when it is not; the plan's own where left out. */
  readonly renderError?: RenderError;
}

/** The probes of every server. */
export const OWN_PROBES: readonly Probe[] = [
  { path: HEALTH_ROUTES.live, asks: 'live', body: { status: 'live' } },
  { path: HEALTH_ROUTES.ready, asks: 'ready', body: { status: 'ready' } },
];

interface ProbePlan {
  readonly probes: readonly Probe[];
  readonly logger: Logger;
  readonly checkReady?: () => Promise<void>;
  readonly translateError?: (error: unknown) => unknown;
  readonly renderError: RenderError;
  readonly isDraining: () => boolean;
}

/** Mounts probes in Express. */
export function mountProbes(app: Express, plan: ProbePlan): void {
  for (const { path, asks, body, renderError = plan.renderError } of plan.probes) {
    app.get(path, async (request, response) => {
      try {
        if (asks === 'ready') await requireReady(plan);
        sendJson(response, 200, body);
      } catch (error) {
        answerError(error, { response, context: contextOf(request), logger: plan.logger, renderError });
      }
    });
  }
}

/** @throws Refusal 503. */
async function requireReady(plan: ProbePlan): Promise<void> {
  if (plan.isDraining()) throw notReady('draining', 'The server is stopping.');
  try {
    await plan.checkReady?.();
  } catch (error) {
    const known = plan.translateError?.(error) ?? error;
    if (known instanceof Refusal) throw known;
    throw notReady('store_unavailable', 'Something that this server depends on does not answer.', error);
  }
}

function notReady(reason: 'draining' | 'store_unavailable', message: string, cause?: unknown): Refusal {
  return new Refusal({ status: 503, code: 'temporarily_unavailable', reason, message, retryAfterSeconds: 2, cause });
}
