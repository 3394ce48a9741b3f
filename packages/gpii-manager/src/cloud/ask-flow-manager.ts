import { FLOW_MANAGER_ROUTES } from '@gpii/protocol';
import { z } from 'zod';

const DEADLINE_MS = 5000;

const answerSchema = z.object({
  requester: z.object({
    state: z.enum(['connected', 'local-only', 'refused', 'unreachable']),
    message: z.string(),
    credential: z.object({ name: z.string(), clientIdPrefix: z.string() }).nullish(),
    lastSuccessAt: z.string().nullish(),
    lastFailure: z.object({ error: z.string(), at: z.string() }).nullish(),
  }),
});

/** What the access requester says of itself. */
export type RequesterWord = z.infer<typeof answerSchema>['requester'];

/**
 * Asks the flow manager, which asks the access requester: nobody else may. For accounts that may not read the credential,
 * and for what happened since.
 *
 * @returns undefined where either does not answer, or not as ours do.
 */
export async function askFlowManager(flowManagerUrl: string): Promise<RequesterWord | undefined> {
  try {
    const response = await fetch(flowManagerUrl + FLOW_MANAGER_ROUTES.status, {
      signal: AbortSignal.timeout(DEADLINE_MS),
      redirect: 'error',
    });
    return answerSchema.safeParse(await response.json()).data?.requester;
  } catch {
    return undefined;
  }
}
