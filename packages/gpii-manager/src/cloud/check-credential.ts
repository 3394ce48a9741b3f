import { CLOUD_ROUTES } from '@gpii/protocol';
import { readRevocation, type Revocation } from '@gpii/service-kit/cli';
import { askCloud, explainAnswer, type CloudAnswer } from './ask-cloud.ts';

/** What the cloud says about a client id and secret. */
export type CredentialVerdict =
  | { readonly kind: 'accepted'; readonly durationMs: number }
  | { readonly kind: 'refused' }
  /** Somebody ended it for ever. */
  | { readonly kind: 'revoked'; readonly revocation: Revocation };

/**
 * Shows a client credential to the cloud, and asks for nothing with it: introspection of no token (RFC 7662 §2.1).
 *
 * @throws CloudUnreachableError, StartError when there is no verdict.
 */
export async function checkCredential(
  cloudUrl: string,
  credential: { clientId: string; clientSecret: string },
): Promise<CredentialVerdict> {
  const answer = await askCloud(cloudUrl, CLOUD_ROUTES.introspect, { form: { token: 'none' }, basic: credential });
  if (answer.status === 200 && answer.body.active === false) {
    return { kind: 'accepted', durationMs: answer.durationMs };
  }
  if (answer.status === 401) return toRefusal(answer);
  throw explainAnswer(cloudUrl, answer);
}

function toRefusal({ body }: CloudAnswer): CredentialVerdict {
  const revocation = readRevocation(body);
  return revocation === undefined ? { kind: 'refused' } : { kind: 'revoked', revocation };
}
