/** Where a CouchDB is, and which databases in it are ours. */
export interface CouchAddress {
  /** `http://127.0.0.1:5984`, without user and password. */
  readonly origin: string;
  /** The names of our databases begin with it and a hyphen. */
  readonly prefix: string;
  /** Value of the Authorization header; undefined where the database asks for none. */
  readonly authorization: string | undefined;
  /** The address as it may be shown: no user, no password. */
  readonly shown: string;
}

/** What CouchDB takes at the beginning of a database name; short, so that ours fit behind it. */
const PREFIX = /^[a-z][a-z0-9_-]{0,63}$/;

/**
 * Reads `http://host:5984/prefix` or `http://user:password@host:5984/prefix`.
 *
 * @param credential - `user:password`; stands in place of those in the address.
 * @returns `undefined` when it is no such address.
 */
export function parseCouchAddress(url: string, credential?: string): CouchAddress | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, host, pathname, search, hash, username, password } = new URL(url);
  const prefix = pathname.replace(/^\/|\/$/g, '');
  if (!/^https?:$/.test(protocol) || host === '' || search !== '' || hash !== '' || !PREFIX.test(prefix)) {
    return undefined;
  }
  const origin = `${protocol}//${host}`;
  const inAddress = username === '' ? undefined : `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const given = credential ?? inAddress;
  const authorization = given === undefined ? undefined : `Basic ${Buffer.from(given).toString('base64')}`;
  return { origin, prefix, authorization, shown: `${origin}/${prefix}` };
}
