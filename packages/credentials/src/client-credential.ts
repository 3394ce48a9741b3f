import type { SecretRecord } from '@gpii/protocol';

/** A client credential as it is stored, without its secrets. Owner and addresses as the record had them. */
export interface ClientCredential {
  readonly clientId: string;
  readonly type: 'installed' | 'web';
  readonly public: boolean;
  readonly name: string;
  /** Email address of the owning account. */
  readonly owner: string;
  readonly origins: readonly string[];
  readonly redirectUris: readonly string[];
  /** CIDR blocks or addresses; undefined: from anywhere. */
  readonly allowedIPBlocks?: readonly string[];
  /** Terms that the client may save; undefined: all. */
  readonly allowedPrefsToWrite?: readonly string[];
  readonly mayCreateGpiiTokens: boolean;
  readonly mayCreatePreferences: boolean;
  readonly createdAt: string;
}

/** How a secret was handed out. */
export type SecretOrigin = NonNullable<SecretRecord['origin']>;

/** One secret of a client credential: only its SHA-256 is kept (DESIGN §4). */
export interface ClientSecret {
  /** SHA-256 of the secret, hexadecimal. */
  readonly sha256: string;
  readonly label: string;
  readonly origin: SecretOrigin;
  readonly createdAt: string;
  /** Not good from this time on. Left out: until it is revoked. */
  readonly endsAt?: string;
  /** Name of the secret that this one takes the place of. */
  readonly replaces?: string;
  /** SHA-256 of what the computer calls itself, where it said. */
  readonly machineIdSha256?: string;
  /** Name of the enrolment key that it was got with. */
  readonly enrolmentKeyId?: string;
}

/** Document ids of client credentials and their secrets in `store.core`. */
export const credentialDocumentId = (clientId: string): string => `credential:${clientId}`;
/** The part before the secret's own: all secrets of one credential begin with it. */
export const secretDocumentPrefix = (clientId: string): string => `secret:${encodeURIComponent(clientId)}:`;
/** The client id in the document id of a credential or of a secret; undefined for other documents. */
export function clientIdInDocumentId(documentId: string): string | undefined {
  const [kind, rest] = splitAtColon(documentId);
  if (kind === 'credential') return rest;
  return kind === 'secret' ? decodeURIComponent(splitAtColon(rest)[0]) : undefined;
}

function splitAtColon(text: string): [string, string] {
  const at = text.indexOf(':');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Document id of one secret. */
export const secretDocumentId = (clientId: string, sha256: string): string => secretDocumentPrefix(clientId) + sha256;
