import {
  CredentialError,
  findAccount,
  LINK_LABEL_MAX_LENGTH,
  linkGpiiToken,
  listConsents,
  listLinks,
  takeBackConsent,
  unlinkGpiiToken,
  type Consent,
} from '@gpii/credentials';
import { accountRecordSchema, clientCredentialRecordSchema, gpiiTokenSchema } from '@gpii/protocol';
import { z } from 'zod';
import { defineOperation, type OperatorRooms } from './operation.ts';

const { email } = accountRecordSchema.shape;
const { clientId } = clientCredentialRecordSchema.shape;
const linkId = z.string().max(100);

async function needAccount(rooms: OperatorRooms, account: string): Promise<void> {
  if ((await findAccount(rooms, account)) !== undefined) return;
  throw new CredentialError('account_unknown', `There is no account ${account}.`);
}

/** Links a GPII token to an account. */
export const accountsLink = defineOperation({
  name: 'accounts-link',
  input: z.strictObject({
    email,
    token: gpiiTokenSchema,
    label: z.string().max(LINK_LABEL_MAX_LENGTH).default(''),
  }),
  run: async (rooms, { email: account, token, label }, by) => {
    await needAccount(rooms, account);
    return linkGpiiToken(rooms, { account, gpiiToken: token, label }, by);
  },
});

/** Lists the GPII tokens of an account, and what it shares of them. */
export const accountsLinks = defineOperation({
  name: 'accounts-links',
  input: z.strictObject({ email }),
  run: async (rooms, { email: account }) => {
    await needAccount(rooms, account);
    const [links, consents] = await Promise.all([listLinks(rooms, account), listConsents(rooms, account)]);
    return { links, consents };
  },
});

/** Takes a GPII token away from an account. */
export const accountsUnlink = defineOperation({
  name: 'accounts-unlink',
  input: z.strictObject({ email, linkId }),
  run: (rooms, { email: account, linkId: id }, by) => unlinkGpiiToken(rooms, { account, linkId: id }, by),
});

/** Takes back what an account allowed an application. */
export const accountsStopSharing = defineOperation({
  name: 'accounts-stop-sharing',
  input: z.strictObject({ email, clientId }),
  run: async (rooms, { email: account, clientId: client }, by): Promise<Consent> => {
    const consent = await takeBackConsent(rooms, { account, clientId: client }, by);
    if (consent !== undefined) return consent;
    throw new CredentialError('client_unknown', `The account ${account} shares nothing with ${client}.`);
  },
});
