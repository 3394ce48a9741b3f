/** Client credentials. */
export const credentials = {};
