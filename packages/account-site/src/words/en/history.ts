/** History. */
export const history = {};
