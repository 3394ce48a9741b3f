import { clientIdPrefix, readCredentialFile, type Credential } from '@gpii/service-kit/cli';
import { CloudUnreachableError } from '../cloud/ask-cloud.ts';
import { checkCredential } from '../cloud/check-credential.ts';
import type { ManagerSettings } from '../config.ts';
import { describeRevocation } from './take-credential.ts';

/** How this computer stands with GPII Cloud. */
export interface Standing {
  readonly state: 'connected' | 'local-only' | 'revoked' | 'refused' | 'unreachable' | 'file-unusable' | 'unknown';
  /** What it means and what to do (UX, the words). */
  readonly message: string;
  readonly credential: { readonly name: string; readonly clientIdPrefix: string } | undefined;
  /** When, by whom and why, of a revoked one. */
  readonly revocation?: Readonly<Record<string, string>>;
  /** Duration of the check. */
  readonly durationMs?: number;
}

/** Finds out with the credential itself where it can be read, else from the flow manager. */
export async function findStanding(settings: ManagerSettings): Promise<Standing> {
  const reading = readCredentialFile(settings.credentialFile);
  switch (reading.kind) {
    case 'missing':
      return {
        state: 'local-only',
        message: 'Local-only mode. Connect to use preferences from GPII Cloud: sudo gpii-manager connect',
        credential: undefined,
      };
    case 'problem':
      return reading.problem.reason === 'credential_file_unreadable'
        ? askFlowManager(settings)
        : { state: 'file-unusable', message: reading.problem.message, credential: undefined };
    case 'credential':
      return check(settings, reading.credential);
  }
}

async function check({ cloudUrl }: ManagerSettings, held: Credential): Promise<Standing> {
  const { name } = held;
  const credential = { name, clientIdPrefix: clientIdPrefix(held) };
  try {
    const verdict = await checkCredential(cloudUrl, held);
    switch (verdict.kind) {
      case 'accepted':
        return { state: 'connected', message: 'Connected to GPII Cloud.', credential, durationMs: verdict.durationMs };
      case 'refused':
        return {
          state: 'refused',
          message:
            "GPII Cloud doesn't accept the client ID and secret of this computer. Connect again to make a new one.",
          credential,
        };
      case 'revoked': {
        const { at, by, why } = verdict;
        const revocation = {
          ...(at === undefined ? {} : { revokedAt: at }),
          ...(by === undefined ? {} : { revokedBy: by }),
          ...(why === undefined ? {} : { reason: why }),
        };
        return { state: 'revoked', message: describeRevocation(verdict, name), credential, revocation };
      }
    }
  } catch (error) {
    // What is thrown here is a sentence for people already.
    if (!(error instanceof Error)) throw error;
    const state =
      error instanceof CloudUnreachableError && error.reason === 'cloud_malformed' ? 'unknown' : 'unreachable';
    const message = `${error.message.replace('Nothing was changed.', '').trim()} People can still key in with settings stored here.`;
    return { state, message, credential };
  }
}

const DEADLINE_MS = 5000;
const REQUESTER_STATES: Readonly<Record<string, Standing['state']>> = {
  connected: 'connected',
  'local-only': 'local-only',
  refused: 'refused',
  unreachable: 'unreachable',
};

/** Accounts that may not read the credential hear how it stands from the flow manager, which asks the access requester. */
async function askFlowManager({ flowManagerUrl, credentialFile }: ManagerSettings): Promise<Standing> {
  const unknown: Standing = {
    state: 'unknown',
    message:
      `Only an administrator can see the credential (${credentialFile}), and the flow manager at ${flowManagerUrl} doesn't say how ` +
      'it stands. Run: sudo gpii-manager status',
    credential: undefined,
  };
  try {
    const response = await fetch(`${flowManagerUrl}/status`, {
      signal: AbortSignal.timeout(DEADLINE_MS),
      redirect: 'error',
    });
    const { requester } = (await response.json()) as { requester?: Readonly<Record<string, unknown>> | null };
    const state = REQUESTER_STATES[String(requester?.state)];
    if (state === undefined || typeof requester?.message !== 'string') return unknown;
    const credential = requester.credential as Standing['credential'] | null;
    return { state, message: requester.message, credential: credential ?? undefined };
  } catch {
    return unknown;
  }
}
