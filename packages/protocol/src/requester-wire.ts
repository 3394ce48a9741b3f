import { z } from 'zod';
import { gpiiTokenSchema } from './gpii-token.ts';

/** `POST /access-token` of the access requester. */
export const accessTokenRequestSchema = z.object({ gpiiToken: gpiiTokenSchema });

/** Its answer: nothing but the access token and its remaining life in seconds. */
export const accessTokenAnswerSchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
});

/** A parsed answer of the access requester. */
export type AccessTokenAnswer = z.infer<typeof accessTokenAnswerSchema>;

/** Why the access requester gives no access token. The status of each stands in `REQUESTER_STATUSES`. */
export type RequesterErrorCode =
  | 'unknown_gpii_token'
  | 'credential_refused'
  | 'slow_down'
  | 'no_client_credential'
  | 'cloud_error'
  | 'cloud_unreachable';

/** HTTP status of each refusal, the same at the access requester and the flow manager. */
export const REQUESTER_STATUSES: Readonly<Record<RequesterErrorCode, number>> = {
  unknown_gpii_token: 404,
  credential_refused: 409,
  slow_down: 429,
  no_client_credential: 503,
  cloud_error: 502,
  cloud_unreachable: 504,
};

/** A refusal of a local service. `retry_after` in seconds. */
export const localRefusalSchema = z.object({
  error: z.string(),
  message: z.string(),
  retry_after: z.number().optional(),
});

/** How the access requester stands with GPII Cloud. */
export type RequesterState = 'connected' | 'local-only' | 'refused' | 'unreachable';
