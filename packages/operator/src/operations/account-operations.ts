import { addAccount, disableAccount, listAccounts } from '@gpii/credentials';
import { accountRecordSchema } from '@gpii/protocol';
import { z } from 'zod';
import { defineOperation } from './operation.ts';

const { email, name } = accountRecordSchema.shape;

/** Creates an account. */
export const accountsAdd = defineOperation({
  name: 'accounts-add',
  input: z.strictObject({ email, name, password: accountRecordSchema.shape.password.unwrap() }),
  run: (rooms, input, by) => addAccount(rooms, input, by),
});

/** Lists a page of accounts. */
export const accountsList = defineOperation({
  name: 'accounts-list',
  input: z.strictObject({ after: z.string().optional() }),
  run: (rooms, { after }) => listAccounts(rooms, { limit: 500, after }),
});

/** Disables an account. */
export const accountsDisable = defineOperation({
  name: 'accounts-disable',
  input: z.strictObject({ email }),
  run: (rooms, input, by) => disableAccount(rooms, input.email, by),
});
