/** GPII keys of an account. */
export const keys = {};
