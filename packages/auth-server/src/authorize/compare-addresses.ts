/** Two addresses, cut at their first difference. */
export interface Difference {
  /** What both begin with. */
  readonly common: string;
  /** The first character that differs, and what follows it; both empty where the address ends. */
  readonly requested: { readonly first: string; readonly rest: string };
  readonly registered: { readonly first: string; readonly rest: string };
}

/** Of the registered addresses, the one that has most in common with the requested at both ends. */
export function findNearest(requested: string, registered: readonly string[]): string | undefined {
  const inCommon = (address: string): number => prefixLength(requested, address) + suffixLength(requested, address);
  return registered.toSorted((left, right) => inCommon(right) - inCommon(left))[0];
}

/** Cuts two addresses at their first difference. */
export function compareAddresses(requested: string, registered: string): Difference {
  const at = prefixLength(requested, registered);
  const cut = (address: string) => ({ first: address.slice(at, at + 1), rest: address.slice(at + 1) });
  return { common: requested.slice(0, at), requested: cut(requested), registered: cut(registered) };
}

/** An address in characters that can be seen and told apart: others as escapes. */
export function toVisible(address: string): string {
  return address.toWellFormed().replace(/[^\x21-\x7e]/gu, encodeURIComponent);
}

function prefixLength(left: string, right: string): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left[length] === right[length]) length++;
  return length;
}

function suffixLength(left: string, right: string): number {
  let length = 0;
  while (length < Math.min(left.length, right.length) && left.at(-1 - length) === right.at(-1 - length)) length++;
  return length;
}
