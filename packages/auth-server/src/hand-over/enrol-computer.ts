import { mintSecret, toCredentialFile, useEnrolmentKey } from '@gpii/credentials';
import type { CredentialFile } from '@gpii/protocol';
import type { HandOverRequest, HandOverRooms } from './hand-over-routes.ts';
import { countIfRefused } from './count-if-refused.ts';
import { actorOf, needParameter, readLabel } from './need-parameter.ts';

/**
 * First boot of an imaged computer: the enrolment key of its image, for a secret of its own.
 *
 * @throws TokenError `invalid_request`; CredentialError `enrolment_key_refused`.
 */
export async function enrolComputer(rooms: HandOverRooms, given: HandOverRequest): Promise<CredentialFile> {
  const { parameters, context } = given;
  const enrolmentKey = needParameter(parameters, 'enrolment_key');
  const machineId = needParameter(parameters, 'machine_id');
  const label = readLabel(parameters, 'label');
  const {
    clientId,
    keyId,
    label: keyLabel,
  } = await useEnrolmentKey(rooms, enrolmentKey).catch(
    countIfRefused(rooms.limits, { name: 'enrolmentKey', reason: 'enrolment_key_refused' }, context),
  );
  context.logFields.clientId = clientId;
  const by = actorOf(`enrolmentKey:${keyId}`, given);
  const secret = { label: label ?? keyLabel, origin: 'enrolled', machineId, enrolmentKeyId: keyId } as const;
  const minted = await mintSecret(rooms, { clientId, ...secret }, by);
  return toCredentialFile(minted, rooms.publicUrl());
}
