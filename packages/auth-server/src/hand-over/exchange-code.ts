import { mintSecret, spendHandOverCode, toCredentialFile } from '@gpii/credentials';
import type { CredentialFile } from '@gpii/protocol';
import type { HandOverRequest, HandOverRooms } from './hand-over-routes.ts';
import { countIfRefused } from './count-if-refused.ts';
import { actorOf, needParameter, readLabel } from './need-parameter.ts';

/**
 * Option 3: the code that the browser brought back, together with the verifier of the challenge, for a credential file.
 *
 * @throws TokenError `invalid_request`; CredentialError `hand_over_code_refused`, `credential_revoked`.
 */
export async function exchangeCode(rooms: HandOverRooms, given: HandOverRequest): Promise<CredentialFile> {
  const { parameters, context } = given;
  const code = needParameter(parameters, 'code');
  const codeVerifier = needParameter(parameters, 'code_verifier');
  const label = readLabel(parameters, 'label');
  const spent = await spendHandOverCode(rooms, { code, codeVerifier }).catch(
    countIfRefused(rooms.limits, { name: 'handOverCode', reason: 'hand_over_code_refused' }, context),
  );
  const { clientId, approvedBy } = spent;
  context.logFields.clientId = clientId;
  const by = actorOf(approvedBy, given);
  // GPII Manager asks the person whether this is the account that was meant; the body is the credential file alone.
  given.response.setHeader('GPII-Account', encodeURIComponent(approvedBy.replace(/^account:/, '')));
  const minted = await mintSecret(rooms, { clientId, label: label ?? spent.label, origin: 'picked' }, by);
  return toCredentialFile(minted, rooms.publicUrl());
}
