import type { history as en } from '../en/history.ts';

/** History, in French. */
export const history: typeof en = {};
