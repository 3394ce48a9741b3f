import { plainText } from './plain-text.ts';

/** Why GPII Cloud gives no answer, or none that helps. */
export type CloudTrouble =
  | { readonly kind: 'unreachable' | 'untrusted'; readonly code?: string | undefined }
  | { readonly kind: 'not_working'; readonly status: number }
  | { readonly kind: 'malformed'; readonly status?: number | undefined };

/**
 * A sentence for the person who looks after a computer: what happened, what holds meanwhile, what to do (UX, the words).
 *
 * @param meanwhile - What still works, or that nothing was changed: a sentence.
 */
export function explainCloudTrouble(cloudUrl: string, trouble: CloudTrouble, meanwhile: string): string {
  switch (trouble.kind) {
    case 'unreachable':
      return `This computer can't reach ${cloudUrl}${inBrackets(trouble.code)}. ${meanwhile} Check the network cable or Wi-Fi, and the proxy.`;
    case 'untrusted':
      return (
        `The connection to ${cloudUrl} isn't trusted${inBrackets(trouble.code)}. ${meanwhile} Check this computer's clock; ` +
        `ask your network team to allow ${new URL(cloudUrl).host}, or add their certificate.`
      );
    case 'not_working':
      return `GPII Cloud answers but is not working (${trouble.status}). Nothing to change here. ${meanwhile}`;
    case 'malformed':
      return (
        `${cloudUrl} answered something that is not understood${inBrackets(trouble.status)}. ${meanwhile} ` +
        'Check the address of GPII Cloud.'
      );
  }
}

/** That the cloud wants fewer requests. */
export function explainSlowDown(seconds: number | undefined): string {
  return `GPII Cloud asks us to slow down${seconds === undefined ? '' : ` for ${seconds} s`}.`;
}

/** When, by whom and why a credential was revoked, as far as the cloud said; fit for a message. */
export interface Revocation {
  /** ISO 8601. */
  readonly at: string | undefined;
  readonly by: string | undefined;
  readonly why: string | undefined;
}

/** Reads it from the answer to somebody who showed the right secret of a revoked credential (DESIGN §4); undefined for any other answer. */
export function readRevocation(body: Readonly<Record<string, unknown>>): Revocation | undefined {
  if (body.gpii_reason !== 'credential_revoked') return undefined;
  return {
    at: plainText(body.revoked_at, 40),
    by: plainText(body.revoked_by, 200),
    why: plainText(body.revoke_reason, 200),
  };
}

/** What happened to a credential, and what to do. */
export function explainRevocation(name: string, { at, by, why }: Revocation): string {
  const time = at === undefined ? Number.NaN : Date.parse(at);
  const on = Number.isNaN(time)
    ? ''
    : ` on ${new Date(time).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' })}`;
  const who =
    by === undefined ? '' : ` by ${by.startsWith('client:') ? 'the computer itself' : by.replace(/^\w+:/, '')}`;
  const reason = why === undefined || why === '' ? '' : ` (reason: ${why})`;
  const credential = name === '' ? 'The credential' : `The credential “${name}”`;
  return `${credential} was revoked${on}${who}${reason}. It can't be switched back on. Connect again to make a new one.`;
}

function inBrackets(what: string | number | undefined): string {
  return what === undefined || what === '' ? '' : ` (${what})`;
}
