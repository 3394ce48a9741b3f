import {
  createCredential,
  CredentialError,
  findAccount,
  listCredentials,
  mintSecret,
  revokeCredential,
  revokeSecret,
  rotateSecret,
  showCredential,
  toCredentialFile,
  type ClientCredential,
  type MintedSecret,
} from '@gpii/credentials';
import { clientCredentialRecordSchema, type CredentialFile } from '@gpii/protocol';
import { z } from 'zod';
import { defineOperation, type OperatorRooms } from './operation.ts';

const { clientId, type, name, owner, origins, redirectUris, allowedIPBlocks } = clientCredentialRecordSchema.shape;
const label = z.string().max(200);
const secretId = z.string().max(100);
const reason = z.string().max(1000).default('');
/** Where the caller knows the public address better than the server. */
const publicUrl = z.string().optional();

/** A secret that was handed out, with the file that holds it. */
export interface HandedOut {
  readonly clientId: string;
  readonly secretId: string;
  readonly file: CredentialFile;
}

function handOut(rooms: OperatorRooms, minted: MintedSecret, url: string | undefined): HandedOut {
  const { credential, secretId: id } = minted;
  return { clientId: credential.clientId, secretId: id, file: toCredentialFile(minted, url ?? rooms.publicUrl()) };
}

/** Creates a client credential of an account. */
export const credentialsCreate = defineOperation({
  name: 'credentials-create',
  input: z.strictObject({
    type,
    name,
    owner,
    origins,
    redirectUris,
    allowedIPBlocks,
    public: z.boolean().optional(),
  }),
  run: async (rooms, input, by): Promise<ClientCredential> => {
    const account = await findAccount(rooms, input.owner);
    if (account === undefined) throw new CredentialError('account_unknown', `There is no account ${input.owner}.`);
    if (account.disabledAt !== undefined) {
      throw new CredentialError('account_disabled', `The account ${account.email} was disabled.`);
    }
    return createCredential(rooms, input, by);
  },
});

/** Mints a secret of a client credential. */
export const credentialsHandOut = defineOperation({
  name: 'credentials-hand-out',
  input: z.strictObject({ clientId, label, publicUrl }),
  run: async (rooms, input, by): Promise<HandedOut> => {
    const given = { clientId: input.clientId, label: input.label, origin: 'operator' as const };
    return handOut(rooms, await mintSecret(rooms, given, by), input.publicUrl);
  },
});

/** Puts a new secret beside an old one, which ends. */
export const credentialsRotate = defineOperation({
  name: 'credentials-rotate',
  input: z.strictObject({
    clientId,
    secretId: secretId.optional(),
    overlapHours: z.number().optional(),
    label: label.optional(),
    publicUrl,
  }),
  run: async (rooms, input, by): Promise<HandedOut & { oldSecretId: string; oldEndsAt: string }> => {
    const rotated = await rotateSecret(rooms, input, by);
    const { oldSecretId, oldEndsAt } = rotated;
    return { ...handOut(rooms, rotated, input.publicUrl), oldSecretId, oldEndsAt };
  },
});

/** Lists a page of client credentials with their secrets. */
export const credentialsList = defineOperation({
  name: 'credentials-list',
  input: z.strictObject({ owner: owner.optional(), after: z.string().optional() }),
  run: (rooms, input) => listCredentials(rooms, input),
});

/** One client credential with its secrets. */
export const credentialsShow = defineOperation({
  name: 'credentials-show',
  input: z.strictObject({ clientId }),
  run: (rooms, input) => showCredential(rooms, input.clientId),
});

/** Revokes a client credential, or one secret of it. */
export const credentialsRevoke = defineOperation({
  name: 'credentials-revoke',
  input: z.strictObject({ clientId, secretId: secretId.optional(), reason }),
  run: (rooms, input, by) =>
    input.secretId === undefined
      ? revokeCredential(rooms, input, by)
      : revokeSecret(rooms, { ...input, secretId: input.secretId }, by),
});
