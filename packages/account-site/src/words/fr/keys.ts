import type { keys as en } from '../en/keys.ts';

/** GPII keys of an account, in French. */
export const keys: typeof en = {};
