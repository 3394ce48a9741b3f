import type { connect as en } from '../en/connect.ts';

/** Handing a credential to a computer, in French. */
export const connect: typeof en = {};
