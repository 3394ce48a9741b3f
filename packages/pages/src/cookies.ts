import type { IncomingMessage } from 'node:http';

/** The value of a cookie in a request, as it was sent. */
export function readCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** How a cookie is kept. */
export interface CookieOptions {
  /** Left out: until the browser is closed. 0 takes it away. */
  readonly maxAgeSeconds?: number;
  /** Whether scripts of the page may read it. Default: no. */
  readonly isReadable?: boolean;
  /** Sent to addresses below it only. Default: all of the host. */
  readonly path?: string;
  /** Not sent where another site leads here. Default: it is sent when a person follows a link. */
  readonly isStrict?: boolean;
  /** Only over https. Always for names that begin with `__Host-`. */
  readonly isSecure?: boolean;
}

/** A Set-Cookie header. `value` is cookie text already. */
export function toSetCookie(name: string, value: string, options: CookieOptions = {}): string {
  const {
    maxAgeSeconds,
    isReadable = false,
    path = '/',
    isStrict = false,
    isSecure = name.startsWith('__Host-'),
  } = options;
  return (
    `${name}=${value}; Path=${path}${isReadable ? '' : '; HttpOnly'}; SameSite=${isStrict ? 'Strict' : 'Lax'}` +
    `${isSecure ? '; Secure' : ''}${maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`}`
  );
}
