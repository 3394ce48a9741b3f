/** Enrolment keys. */
export const enrolment = {};
