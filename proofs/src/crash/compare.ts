import { isSecretRevoked, isTokenRevoked, type Acknowledged, type KnownCredential, type KnownToken } from './model.ts';

/** What can be missing after a restart. */
export type LossKind = 'creation' | 'edit' | 'revocation' | 'audit' | 'too much revoked';

/** Something that was acknowledged and is not so after a restart. */
export interface Loss {
  readonly kind: LossKind;
  readonly what: string;
}

/** A credential as the restarted server shows it; undefined when it knows none. */
export interface ShownCredential {
  readonly name: string;
  readonly isRevoked: boolean;
  readonly secretIds: readonly string[];
}

/** What the restarted server says. */
export interface Found {
  readonly credentials: ReadonlyMap<string, ShownCredential>;
  /** Secret ids, and whether a token request with it succeeds. */
  readonly secrets: ReadonlyMap<string, boolean>;
  /** Access tokens, and whether each is active. */
  readonly tokens: ReadonlyMap<string, boolean>;
  /** Request ids in the audit log. */
  readonly audited: ReadonlySet<string>;
}

/** Holds what was acknowledged against what is found. */
export function findLosses(acknowledged: Acknowledged, found: Found): readonly Loss[] {
  return [
    ...acknowledged.credentials.flatMap((credential) => compareCredential(credential, found)),
    ...acknowledged.tokens.flatMap((token) => compareToken(token, found)),
    ...[...acknowledged.audited]
      .filter(([requestId]) => !found.audited.has(requestId))
      .map(([requestId, operation]): Loss => ({ kind: 'audit', what: `no audit record of ${operation} ${requestId}` })),
  ];
}

function compareCredential(credential: KnownCredential, found: Found): readonly Loss[] {
  const { clientId, names, revoked, secrets } = credential;
  const losses: Loss[] = [];
  const shown = found.credentials.get(clientId);
  if (shown === undefined) losses.push({ kind: 'creation', what: `credential ${clientId}` });
  else {
    if (!names.includes(shown.name)) losses.push({ kind: 'edit', what: `${clientId} is called ${shown.name}` });
    if (revoked === 'yes' && !shown.isRevoked) losses.push({ kind: 'revocation', what: `credential ${clientId}` });
    if (revoked === 'no' && shown.isRevoked) losses.push({ kind: 'too much revoked', what: `credential ${clientId}` });
  }
  for (const secret of secrets) {
    const what = `secret ${secret.secretId} of ${clientId}`;
    const works = found.secrets.get(secret.secretId) === true;
    const isRevoked = isSecretRevoked(credential, secret);
    if (isRevoked === 'yes' && works) losses.push({ kind: 'revocation', what });
    if (shown?.secretIds.includes(secret.secretId) === false) losses.push({ kind: 'creation', what });
    else if (secret.ended === 'yes' && works) losses.push({ kind: 'edit', what: `the end of ${what}` });
    else if (isRevoked === 'no' && secret.ended === 'no' && !works)
      losses.push({ kind: 'creation', what: `${what} does not work` });
  }
  return losses;
}

function compareToken(token: KnownToken, { tokens }: Found): readonly Loss[] {
  const isActive = tokens.get(token.accessToken) === true;
  const what = `an access token under secret ${token.secret.secretId}`;
  const isRevoked = isTokenRevoked(token);
  if (isRevoked === 'yes' && isActive) return [{ kind: 'revocation', what }];
  return isRevoked === 'no' && !isActive ? [{ kind: 'creation', what }] : [];
}
