import type { credentials as en } from '../en/credentials.ts';

/** Client credentials, in French. */
export const credentials: typeof en = {};
