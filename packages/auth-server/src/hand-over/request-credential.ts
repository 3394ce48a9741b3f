import { createCredential, CredentialError, findLiveCredential, mintSecret, toCredentialFile } from '@gpii/credentials';
import type { CredentialFile } from '@gpii/protocol';
import type { HandOverRequest, HandOverRooms } from './hand-over-routes.ts';
import { signIn } from '../sign-in.ts';
import { TokenError } from '../token/token-error.ts';
import { actorOf, needParameter, readLabel } from './need-parameter.ts';

/**
 * Option 2: email address and password, for one credential file and nothing else. With `client_id` it is a further
 * secret of a credential that the person has, else a new credential.
 *
 * @throws TokenError `invalid_request`; CredentialError `password_wrong`, `client_unknown`, `credential_revoked`.
 */
export async function requestCredential(rooms: HandOverRooms, given: HandOverRequest): Promise<CredentialFile> {
  const { parameters, context } = given;
  if (rooms.maySignInWithinApps === false) {
    throw new TokenError('unauthorized_client', 'Signing in within GPII Manager is switched off: use the browser', {
      reason: 'sign_in_within_apps_off',
      status: 403,
    });
  }
  const email = needParameter(parameters, 'email');
  const password = needParameter(parameters, 'password');
  needParameter(parameters, 'name');
  const name = readLabel(parameters, 'name') ?? '';
  const account = await signIn(rooms, { email, password }, context);
  if (account === undefined) throw new CredentialError('password_wrong', 'Unknown email address or wrong password');
  const by = actorOf(`account:${account.email}`, given);
  const wanted = parameters.get('client_id');
  const clientId =
    wanted === undefined
      ? (await createCredential(rooms, { type: 'installed', name, owner: account.email }, by)).clientId
      : await findOwn(rooms, wanted, account.email);
  context.logFields.clientId = clientId;
  const minted = await mintSecret(rooms, { clientId, label: name, origin: 'requested' }, by);
  return toCredentialFile(minted, rooms.publicUrl());
}

/** A credential of somebody else looks like none. */
async function findOwn(rooms: HandOverRooms, clientId: string, owner: string): Promise<string> {
  const unknown = new CredentialError('client_unknown', 'You have no such client credential');
  const { value } = await findLiveCredential(rooms, clientId).catch((error: unknown) => {
    throw error instanceof CredentialError ? unknown : error;
  });
  if (value.owner !== owner || value.type !== 'installed') throw unknown;
  return clientId;
}
