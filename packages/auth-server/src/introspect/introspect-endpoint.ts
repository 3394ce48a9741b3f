import type { ClientCredential, GpiiTokens, VerifiedClient } from '@gpii/credentials';
import { CLOUD_ROUTES, type ClientRightsAnswer } from '@gpii/protocol';
import { sendJson, type HotRoute } from '@gpii/service-kit';
import type { AccessTokenRecord, AccessTokens } from '../access-tokens.ts';
import { createClientAuthentication, type ClientRooms } from '../client/authenticate-client.ts';
import { missingAuthentication } from '../client/read-client-credentials.ts';
import { readParameters, requireToken } from '../read-parameters.ts';
import { renderTokenError } from '../token/token-error.ts';

/** What introspection works with. */
export interface IntrospectRooms extends ClientRooms {
  readonly accessTokens: AccessTokens;
  readonly gpiiTokens: GpiiTokens;
  /** The issuer: where the cloud is reached. */
  readonly publicUrl: () => string;
}

/** How much of a hash a subject shows: enough to tell two apart, too little to look anything up by. */
const SUBJECT_LENGTH = 16;

/**
 * Says what an access token is good for.
 *
 * A GPII application's credential may ask about any access token that it holds and learns `gpii_token_hash`, which a
 * settings room that runs apart compares with, and `gpii_client_rights`; a web application learns about its own only; a public client nothing.
 * The GPII token itself is never in the answer (docs/decisions/0009).
 *
 * @see RFC 7662 §2
 */
export function createIntrospectRoute(rooms: IntrospectRooms): HotRoute {
  const authenticate = createClientAuthentication(rooms);
  return {
    method: 'POST',
    path: CLOUD_ROUTES.introspect,
    renderError: renderTokenError,
    handle: async (request, response, context) => {
      const parameters = await readParameters(request);
      const client = await authenticate(request, response, parameters);
      if (client.credential.public && client.secretId === '') throw missingAuthentication();
      context.logFields.clientId = client.credential.clientId;
      const record = await rooms.accessTokens.check(requireToken(parameters));
      const mayKnow = record !== undefined && mayAsk(client, record);
      context.logFields.result = mayKnow ? 'active' : 'inactive';
      if (!mayKnow) {
        sendJson(response, 200, { active: false });
        return;
      }
      const holder = await rooms.verifier.find(record.clientId);
      sendJson(response, 200, describe(rooms, { asker: client.credential, record, holder }));
    },
  };
}

function mayAsk({ credential }: VerifiedClient, record: AccessTokenRecord): boolean {
  return credential.type === 'installed' || credential.clientId === record.clientId;
}

interface Question {
  readonly asker: ClientCredential;
  readonly record: AccessTokenRecord;
  /** Whom the access token was issued to. */
  readonly holder: ClientCredential | undefined;
}

function describe(
  { gpiiTokens, publicUrl }: IntrospectRooms,
  { asker, record, holder }: Question,
): Record<string, unknown> {
  const { gpiiTokenHash, account, groups } = record;
  // No GPII token has a control character, so an account never gets the subject of one.
  const subject = account === undefined ? gpiiTokenHash : gpiiTokens.hash(`\u0000account:${account}`);
  const isSettingsRoom = asker.type === 'installed';
  const rights = isSettingsRoom && holder !== undefined ? describeRights(holder) : undefined;
  return {
    active: true,
    client_id: record.clientId,
    sub: subject?.slice(0, SUBJECT_LENGTH),
    scope: record.scope,
    token_type: 'Bearer',
    iss: publicUrl(),
    iat: Math.floor(record.issuedAtMs / 1000),
    exp: Math.floor(record.expiresAtMs / 1000),
    ...(isSettingsRoom && gpiiTokenHash !== undefined ? { gpii_token_hash: gpiiTokenHash } : {}),
    ...(groups === undefined ? {} : { gpii_groups: groups }),
    ...(rights === undefined ? {} : { gpii_client_rights: rights }),
  };
}

/** @returns undefined for the rights that an answer without them means: most clients only read. */
function describeRights({
  mayCreateGpiiTokens,
  mayCreatePreferences,
  allowedPrefsToWrite,
  origins,
}: ClientCredential): ClientRightsAnswer | undefined {
  const onlyReads = !mayCreateGpiiTokens && !mayCreatePreferences && origins.length === 0;
  if (onlyReads && allowedPrefsToWrite === undefined) return undefined;
  return {
    may_create_gpii_tokens: mayCreateGpiiTokens,
    may_create_preferences: mayCreatePreferences,
    ...(allowedPrefsToWrite === undefined ? {} : { allowed_prefs_to_write: [...allowedPrefsToWrite] }),
    origins: [...origins],
  };
}
