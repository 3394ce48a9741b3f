import type { AccessTokenAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import { askCloud, type AskOptions } from './cloud/ask-cloud.ts';
import { noClientCredential, refuse } from './cloud/cloud-refusals.ts';
import { explainCloudFailure } from './cloud/explain-cloud-failure.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { BackOff, RefusedCredential } from './credential/back-off.ts';
import type { CredentialKeeper, HeldCredential } from '@gpii/service-kit/cli';

/** What access tokens are requested with. */
export interface RequestParts extends AskOptions {
  readonly cloudUrl: string;
  readonly keeper: CredentialKeeper;
  readonly backOff: BackOff;
  readonly record: ConnectionRecord;
}

/** Whom an access token is for. */
export interface KeyIn {
  /** What the person keyed in with. Never logged, in no message. */
  readonly gpiiToken: string;
  /** By which the flow manager's and the cloud's log know the same key-in. */
  readonly requestId: string;
}

/**
 * Gets an access token for a person who keyed in.
 *
 * @throws Refusal with a code of `RequesterErrorCode`.
 */
export async function requestAccessToken(keyIn: KeyIn, parts: RequestParts): Promise<AccessTokenAnswer> {
  const credential = parts.keeper.current();
  if (credential === undefined) throw noClientCredential(parts.keeper.problem());
  needNoBackOff(credential, parts);
  try {
    return await ask(keyIn, credential, parts);
  } catch (error) {
    // It was replaced while the cloud looked at the old one: nobody keys in twice for that.
    const next = parts.keeper.current();
    const isReplaced = next !== undefined && next.version !== credential.version;
    if (isReplaced && isRefusedCredential(error)) return await ask(keyIn, next, parts);
    throw error;
  }
}

async function ask(keyIn: KeyIn, credential: HeldCredential, parts: RequestParts): Promise<AccessTokenAnswer> {
  const { cloudUrl, backOff, record } = parts;
  try {
    const answer = await askCloud(keyIn, credential, parts, () => {
      needNoBackOff(credential, parts);
    });
    backOff.accept(credential.version);
    record.succeed();
    return answer;
  } catch (error) {
    // It was refused to another key-in while this one waited for its turn.
    if (error instanceof Refusal) throw error;
    const failure = explainCloudFailure(error, { cloudUrl, credential });
    record.fail(failure);
    if (failure.code === 'unknown_gpii_token') backOff.accept(credential.version);
    if (isRefusedCredential(failure)) throw refusedAgain(backOff.refuse(credential.version, failure));
    throw failure;
  }
}

/** @throws Refusal while the cloud is not to be shown this credential again. */
function needNoBackOff({ version }: HeldCredential, { backOff }: RequestParts): void {
  const refused = backOff.find(version);
  if (refused !== undefined && refused.secondsLeft > 0) throw refusedAgain(refused);
}

function isRefusedCredential(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'credential_refused';
}

function refusedAgain({ refusal: { reason, message }, secondsLeft }: RefusedCredential): Refusal {
  return refuse('credential_refused', { reason, message, retryAfterSeconds: secondsLeft });
}
