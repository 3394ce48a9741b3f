import { clientIdPrefix, explainRevocation, readCredentialFile, type Credential } from '@gpii/service-kit/cli';
import { UNCHANGED } from '../cloud/ask-cloud.ts';
import { askFlowManager } from '../cloud/ask-flow-manager.ts';
import { checkCredential } from '../cloud/check-credential.ts';
import type { ManagerSettings } from '../config.ts';
import { readChanges } from '../record/change-record.ts';

/** How this computer stands with GPII Cloud. */
export interface Standing {
  readonly state:
    'connected' | 'local-only' | 'skipped' | 'revoked' | 'refused' | 'unreachable' | 'file-unusable' | 'unknown';
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
  const standing = await look(settings);
  const last = readChanges(settings.recordFile).at(-1);
  if (standing.state !== 'local-only' || last?.what !== 'skip') return standing;
  return {
    state: 'skipped',
    message: `Local-only mode, as ${last.by} chose on ${last.at.slice(0, 10)}. Settings stored on this computer apply. To connect: sudo gpii-manager connect`,
    credential: undefined,
  };
}

async function look(settings: ManagerSettings): Promise<Standing> {
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
        ? hearOfIt(settings)
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
        const { at, by, why } = verdict.revocation;
        const revocation = {
          ...(at === undefined ? {} : { revokedAt: at }),
          ...(by === undefined ? {} : { revokedBy: by }),
          ...(why === undefined ? {} : { reason: why }),
        };
        return { state: 'revoked', message: explainRevocation(name, verdict.revocation), credential, revocation };
      }
    }
  } catch (error) {
    // What is thrown here is a sentence for people already.
    if (!(error instanceof Error)) throw error;
    const message = `${error.message.replace(` ${UNCHANGED}`, '')} People can still key in with settings stored here.`;
    return { state: 'unreachable', message, credential };
  }
}

/** Accounts that may not read the credential hear how it stands from the flow manager, which asks the access requester. */
async function hearOfIt({ flowManagerUrl, credentialFile }: ManagerSettings): Promise<Standing> {
  const word = await askFlowManager(flowManagerUrl);
  if (word !== undefined) {
    return { state: word.state, message: word.message, credential: word.credential ?? undefined };
  }
  return {
    state: 'unknown',
    message:
      `Only an administrator can see the credential (${credentialFile}), and the flow manager at ${flowManagerUrl} doesn't say how ` +
      'it stands. Run: sudo gpii-manager status',
    credential: undefined,
  };
}
