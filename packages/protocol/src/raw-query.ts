/** Parameters by name, each with all its values as they stand in the address: percent-encoded. */
export type RawQuery = ReadonlyMap<string, readonly string[]>;

/** Most parameters that an address may have. */
const MAX_PARAMETERS = 64;

/**
 * Takes a query apart without decoding its values: `state` has to go back byte for byte.
 *
 * @returns undefined when a name cannot be decoded, or there are too many parameters.
 */
export function parseRawQuery(query: string): RawQuery | undefined {
  const parameters = new Map<string, string[]>();
  const pairs = query.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS) return undefined;
  for (const pair of pairs) {
    const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const name = decodeQueryValue(pair.slice(0, equals));
    if (name === null) return undefined;
    parameters.set(name, [...(parameters.get(name) ?? []), pair.slice(equals + 1)]);
  }
  return parameters;
}

/** Form-decodes a value; null when it has an escape that stands for no character. */
export function decodeQueryValue(raw: string): string | null {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

/** What stands after the first `?` of an address, as it stands there. */
export function rawQueryOf(address: string | undefined): string {
  return /\?(.*)$/s.exec(address ?? '')?.[1] ?? '';
}
