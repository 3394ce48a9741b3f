import type { display as en } from '../en/display.ts';

/** Display preferences, in French. */
export const display: typeof en = {};
