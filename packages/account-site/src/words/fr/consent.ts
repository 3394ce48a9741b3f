import type { consent as en } from '../en/consent.ts';

/** What web applications may see, in French. */
export const consent: typeof en = {};
