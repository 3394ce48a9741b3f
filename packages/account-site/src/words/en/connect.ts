/** Handing a credential to a computer. */
export const connect = {};
