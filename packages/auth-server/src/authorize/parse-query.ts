import { PageRefusal } from './authorization-refusals.ts';

/** Parameters by name, each with all its values as they stand in the address: percent-encoded. */
export type Query = ReadonlyMap<string, readonly string[]>;

/** Most parameters that an address may have. */
const MAX_PARAMETERS = 64;

/** Takes a query apart without decoding its values: `state` has to go back byte for byte. */
export function parseQuery(rawQuery: string): Query {
  const query = new Map<string, string[]>();
  const pairs = rawQuery.split('&').filter((pair) => pair !== '');
  if (pairs.length > MAX_PARAMETERS)
    throw new PageRefusal('parameter_malformed', 'The address has too many parameters.');
  for (const pair of pairs) {
    const equals = pair.includes('=') ? pair.indexOf('=') : pair.length;
    const name = decodeValue(pair.slice(0, equals));
    if (name === null) throw new PageRefusal('parameter_malformed', 'The address cannot be read.');
    query.set(name, [...(query.get(name) ?? []), pair.slice(equals + 1)]);
  }
  return query;
}

/** Form-decodes a value; null when it has an escape that stands for no character. */
export function decodeValue(raw: string): string | null {
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    return null;
  }
}
