/** Display preferences. */
export const display = {};
