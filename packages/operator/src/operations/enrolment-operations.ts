import { createEnrolmentKey, listEnrolmentKeys, revokeEnrolmentKey } from '@gpii/credentials';
import { clientCredentialRecordSchema } from '@gpii/protocol';
import { z } from 'zod';
import { defineOperation } from './operation.ts';

const { clientId } = clientCredentialRecordSchema.shape;

/** Makes an enrolment key. */
export const enrolmentKeysCreate = defineOperation({
  name: 'enrolment-keys-create',
  input: z.strictObject({
    clientId,
    label: z.string().max(200),
    uses: z.number().int().min(1).max(100_000),
    endsAt: z.iso.datetime({ offset: true }),
  }),
  run: (rooms, input, by) => createEnrolmentKey(rooms, { ...input, endsAt: new Date(input.endsAt) }, by),
});

/** Lists enrolment keys. */
export const enrolmentKeysList = defineOperation({
  name: 'enrolment-keys-list',
  input: z.strictObject({ clientId: clientId.optional() }),
  run: (rooms, input) => listEnrolmentKeys(rooms, input),
});

/** Revokes an enrolment key. */
export const enrolmentKeysRevoke = defineOperation({
  name: 'enrolment-keys-revoke',
  input: z.strictObject({ keyId: z.string().max(100), reason: z.string().max(1000).default('') }),
  run: (rooms, input, by) => revokeEnrolmentKey(rooms, input, by),
});
