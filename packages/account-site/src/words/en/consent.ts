/** What web applications may see. */
export const consent = {};
