import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Reason } from '@gpii/protocol';
import { findClientAddress } from './client-address.ts';

/** What belongs to one request besides the request: what its log line says. */
export interface RequestContext {
  readonly requestId: string;
  /** Where it came from: the peer of the connection, or what the proxies that are trusted say. Undefined on a Unix socket. */
  readonly clientAddress: string | undefined;
  /** The route as it is written in the code, never the address that was asked for: that may hold a GPII token. */
  route: string;
  /** Why it was refused. */
  reason: Reason | undefined;
  /** The `error` member of the refusal. */
  errorCode: string | undefined;
  /** Values of the route's `:name` segments, decoded. */
  params: Readonly<Record<string, string>>;
  /** Further members of its log line, which is not redacted. */
  readonly logFields: {
    clientId?: string;
    clientType?: 'installed' | 'web';
    /** Of the token endpoint: one of a fixed list. */
    grant?: string;
    operation?: string;
    /** Of introspection. */
    result?: 'active' | 'inactive';
  };
}

/** Request ids are this and a number: unique among the starts of all servers. */
const startId = randomBytes(6).toString('base64url');
let requestCount = 0;

/** On the request itself: what is in a WeakMap costs every garbage collection. */
const CONTEXT = Symbol('context of the request');

type RequestWithContext = IncomingMessage & { [CONTEXT]?: RequestContext };

/**
 * Begins the context of a request. A sane `X-Request-Id` of the caller is kept, so that logs can be joined.
 *
 * @param trustedProxies - How many proxies of ours each request came through.
 */
export function beginContext(request: RequestWithContext, trustedProxies = 0): RequestContext {
  const given = request.headers['x-request-id'];
  const requestId =
    typeof given === 'string' && /^[A-Za-z0-9._-]{8,64}$/.test(given)
      ? given
      : `${startId}-${(requestCount++).toString(36)}`;
  const forwardedFor = request.headers['x-forwarded-for'];
  const context: RequestContext = {
    requestId,
    clientAddress: findClientAddress(
      request.socket.remoteAddress,
      Array.isArray(forwardedFor) ? forwardedFor.join(',') : forwardedFor,
      trustedProxies,
    ),
    route: 'none',
    reason: undefined,
    errorCode: undefined,
    params: {},
    logFields: {},
  };
  request[CONTEXT] = context;
  return context;
}

/** The context of a request that came through a server of this project. */
export function contextOf(request: RequestWithContext): RequestContext {
  const context = request[CONTEXT];
  if (context === undefined) throw new Error('This request did not come through service-kit');
  return context;
}
