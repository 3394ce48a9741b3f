import { CLOUD_ROUTES } from '@gpii/protocol';
import { plainText } from '@gpii/service-kit/cli';
import { askCloud, explainAnswer, type CloudAnswer } from './ask-cloud.ts';

/** What the cloud says about a client id and secret. */
export type CredentialVerdict =
  | { readonly kind: 'accepted'; readonly durationMs: number }
  | { readonly kind: 'refused' }
  /** Somebody ended it for ever: when, who and why, as far as the cloud said. */
  | {
      readonly kind: 'revoked';
      readonly at: string | undefined;
      readonly by: string | undefined;
      readonly why: string | undefined;
    };

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
  if (body.gpii_reason !== 'credential_revoked') return { kind: 'refused' };
  return {
    kind: 'revoked',
    at: plainText(body.revoked_at, 40),
    by: plainText(body.revoked_by, 200),
    why: plainText(body.revoke_reason, 200),
  };
}
