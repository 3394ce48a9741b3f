import { z } from 'zod';
import { defineOperation } from './operation.ts';

/** Has the running server read its solutions registries and common terms again. */
export const reloadRegistries = defineOperation({
  name: 'reload-registries',
  input: z.strictObject({}),
  run: async (rooms) => ({ solutions: await rooms.reloadRegistries() }),
});
