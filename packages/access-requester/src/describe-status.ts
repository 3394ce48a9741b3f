import type { DataSource } from '@gpii/data-source';
import type { RequesterState } from '@gpii/protocol';
import type { Clock } from './clock.ts';
import { noClientCredential } from './cloud/cloud-refusals.ts';
import { explainCloudFailure } from './cloud/explain-cloud-failure.ts';
import type { ConnectionRecord, Contact } from './connection-record.ts';
import type { BackOff } from './credential/back-off.ts';
import { clientIdPrefix, type CredentialKeeper } from '@gpii/service-kit/cli';

/** `GET /status`: nothing secret, nothing of any person. Times as ISO 8601. */
export interface AccessRequesterStatus {
  readonly state: RequesterState;
  readonly cloudUrl: string;
  readonly credential: { readonly name: string; readonly clientIdPrefix: string } | null;
  /** What is wrong with the credential file as it is now. */
  readonly credentialProblem?: { readonly error: string; readonly message: string };
  /** When the last access token was given. Both since this start. */
  readonly lastSuccessAt: string | null;
  readonly lastFailure: { readonly error: string; readonly at: string } | null;
  /** While a refused credential is not shown to the cloud again, in seconds. */
  readonly retryAfter?: number;
  readonly message: string;
}

/** What a status is made from. */
export interface StatusParts {
  readonly cloudUrl: string;
  readonly clock: Clock;
  readonly keeper: CredentialKeeper;
  readonly backOff: BackOff;
  readonly record: ConnectionRecord;
  readonly healthSource: DataSource;
}

/** What was heard of the cloud within this is taken for how it is now; else it is asked whether it is alive. */
const FRESH_MS = 10_000;

/** Says how this computer stands with GPII Cloud. */
export async function describeStatus(parts: StatusParts): Promise<AccessRequesterStatus> {
  const { cloudUrl, keeper, record } = parts;
  const standing = await findStanding(parts);
  const credential = keeper.current();
  const problem = keeper.problem();
  return {
    state: standing.state,
    cloudUrl,
    credential: credential === undefined ? null : { name: credential.name, clientIdPrefix: clientIdPrefix(credential) },
    ...(problem === undefined ? {} : { credentialProblem: { error: problem.reason, message: problem.message } }),
    lastSuccessAt: record.lastSuccessAt?.toISOString() ?? null,
    lastFailure:
      record.lastFailure === undefined
        ? null
        : { error: record.lastFailure.error, at: record.lastFailure.at.toISOString() },
    ...(standing.retryAfter === undefined ? {} : { retryAfter: standing.retryAfter }),
    message: standing.message,
  };
}

interface Standing {
  readonly state: RequesterState;
  readonly message: string;
  readonly retryAfter?: number;
}

async function findStanding(parts: StatusParts): Promise<Standing> {
  const credential = parts.keeper.current();
  if (credential === undefined) {
    return { state: 'local-only', message: noClientCredential(parts.keeper.problem()).message };
  }
  const refused = parts.backOff.find(credential.version);
  if (refused !== undefined) {
    const { refusal, secondsLeft } = refused;
    return { state: 'refused', message: refusal.message, ...(secondsLeft > 0 ? { retryAfter: secondsLeft } : {}) };
  }
  const { failure } = await findContact(parts);
  if (failure !== undefined) return { state: 'unreachable', message: failure.message };
  const isProven = parts.record.lastSuccessAt !== undefined;
  const message = isProven
    ? 'Connected to GPII Cloud.'
    : 'GPII Cloud can be reached. The client credential was not used since this start.';
  return { state: 'connected', message };
}

async function findContact(parts: StatusParts): Promise<Pick<Contact, 'failure'>> {
  const { clock, record, healthSource, cloudUrl } = parts;
  const last = record.lastContact;
  if (last !== undefined && clock.monotonicMs() - last.atMs < FRESH_MS) return last;
  const failure = await healthSource.get({}).then(
    () => undefined,
    (error: unknown) => explainCloudFailure(error, { cloudUrl }),
  );
  record.probe(failure);
  return { failure };
}
