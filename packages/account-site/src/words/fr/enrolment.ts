import type { enrolment as en } from '../en/enrolment.ts';

/** Enrolment keys, in French. */
export const enrolment: typeof en = {};
