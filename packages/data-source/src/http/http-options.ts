import { StartError } from '@gpii/service-kit/cli';
import { DEADLINE_MS, LIMIT_BYTES } from '../limits.ts';

/** JSON in whose texts `%name` stands for a member of the key. */
export type JsonTemplate =
  string | number | boolean | null | readonly JsonTemplate[] | { readonly [member: string]: JsonTemplate };

/**
 * Where a peer is and how it is asked. Plain JSON, so that a Kettle config can give it. In templates `%name` (a lower
 * case letter first) stands for the key's member `name`; a key without it is a mistake of the caller (TypeError).
 */
export interface HttpDataSourceOptions {
  /** Base address, e.g. `http://127.0.0.1:8081` or `https://flowmanager.gpii.net/cloud`. */
  readonly url?: string | undefined;
  /** Connects to this Unix socket, or Windows pipe. Goes before `url`, of which only Host and base path are then used. */
  readonly socketPath?: string | undefined;
  /**
   * Account, by name or number, that has to serve there; looked at before each new connection. On a socket its owner, by default
   * root or our own account; besides, nobody else may be able to put one in its folder. On TCP, only where it is given: who
   * listens on that port of this computer (Linux). Windows knows neither.
   */
  readonly peerAccount?: string | number | undefined;
  /** Template below the base address; each member is percent-encoded. Default `/`. */
  readonly path?: string | undefined;
  /** Default `GET`. */
  readonly getMethod?: 'GET' | 'POST' | undefined;
  /** Default `PUT`. */
  readonly setMethod?: 'PUT' | 'POST' | 'PATCH' | undefined;
  /** Templates by header name. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Template of the form that a get by POST sends. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  /** Template of the JSON that a get by POST sends. */
  readonly json?: JsonTemplate | undefined;
  /** A file whose trimmed content goes with each request as `Authorization: Bearer`. Read once, at creation. */
  readonly bearerTokenFile?: string | undefined;
  /** For the whole call. Default 5000. */
  readonly deadlineMs?: number | undefined;
  /** Largest answer. Default 4 MiB. */
  readonly limitBytes?: number | undefined;
  /** Most connections at a time; further requests wait. Default 10. */
  readonly maxSockets?: number | undefined;
}

/** Options with their defaults. */
export type SettledHttpOptions = HttpDataSourceOptions &
  Readonly<Record<'path' | 'getMethod' | 'setMethod', string>> &
  Readonly<Record<'deadlineMs' | 'limitBytes' | 'maxSockets', number>>;

/** Settles the defaults, after a look at what a config may have got wrong. */
export function settleHttpOptions(options: HttpDataSourceOptions): SettledHttpOptions {
  const problems = findProblems({ ...options });
  if (problems.length > 0)
    throw new StartError('A gpii.dataSource.http has options that cannot be right:', { problems });
  return {
    ...options,
    path: options.path ?? '/',
    getMethod: options.getMethod ?? 'GET',
    setMethod: options.setMethod ?? 'PUT',
    deadlineMs: options.deadlineMs ?? DEADLINE_MS,
    limitBytes: options.limitBytes ?? LIMIT_BYTES,
    maxSockets: options.maxSockets ?? 10,
  };
}

function findProblems(options: Readonly<Record<string, unknown>>): string[] {
  const { url, socketPath, peerAccount, path, getMethod, setMethod, form, json } = options;
  const problems: string[] = [];
  const check = (isRight: boolean, problem: string): void => {
    if (!isRight) problems.push(problem);
  };
  check(isText(url) || isText(socketPath), 'url or socketPath is needed');
  check(url === undefined || isBaseUrl(url), 'url: expected an http or https address without user, "?" and "#"');
  check(peerAccount === undefined || isAccount(peerAccount), 'peerAccount: expected the name or number of an account');
  check(
    peerAccount === undefined || canBeLookedAt(url, socketPath),
    'peerAccount: whose it is can only be seen of a Unix socket, and on Linux of a port of this computer (http://127.0.0.1)',
  );
  check(path === undefined || (isText(path) && path.startsWith('/')), 'path: expected a text that begins with "/"');
  check(isOneOf(getMethod, ['GET', 'POST']), 'getMethod: expected GET or POST');
  check(isOneOf(setMethod, ['PUT', 'POST', 'PATCH']), 'setMethod: expected PUT, POST or PATCH');
  check(form === undefined || json === undefined, 'form and json exclude each other');
  check((form ?? json) === undefined || getMethod === 'POST', 'form and json need getMethod POST');
  for (const name of ['deadlineMs', 'limitBytes', 'maxSockets']) {
    check(isCount(options[name]), `${name}: expected a whole number above 0`);
  }
  return problems;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAccount(value: unknown): boolean {
  return (isText(value) && !value.startsWith('-')) || (Number.isSafeInteger(value) && (value as number) >= 0);
}

function canBeLookedAt(url: unknown, socketPath: unknown): boolean {
  if (process.platform === 'win32') return false;
  if (isText(socketPath)) return true;
  const isLoopback = isBaseUrl(url) && /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|\/|$)/.test(String(url));
  return isLoopback && process.platform === 'linux';
}

function isOneOf(value: unknown, allowed: readonly string[]): boolean {
  return value === undefined || allowed.includes(value as string);
}

function isCount(value: unknown): boolean {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) > 0);
}

function isBaseUrl(value: unknown): boolean {
  if (!isText(value) || !URL.canParse(value)) return false;
  const { protocol, username, password, search, hash } = new URL(value);
  return /^https?:$/.test(protocol) && [username, password, search, hash].every((part) => part === '');
}
