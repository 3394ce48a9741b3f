import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '../refusal.ts';
import type { RequestContext } from './request-context.ts';
import type { RenderError } from './render-error.ts';

/** Answers one request. A rejection goes to the route's `renderError`. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestContext,
) => void | Promise<void>;

/** A route that is matched before Express. `path` may have `:name` for whole segments. */
export interface HotRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'OPTIONS';
  readonly path: string;
  readonly handle: Handler;
  readonly renderError?: RenderError;
}

/** A matched route, or the refusal that its address or method earns. */
export type Match =
  | { readonly route: HotRoute; readonly params: Readonly<Record<string, string>> }
  | { readonly route: HotRoute; readonly refusal: Refusal };

interface Pattern {
  readonly segments: readonly string[];
  readonly methods: ReadonlyMap<string, HotRoute>;
}

const NO_PARAMS = Object.freeze({});

/**
 * Compiles hot routes into a look-up: exact paths by one Map access, patterns by their number of segments.
 *
 * @returns A function from method and address to the match, or to undefined when Express should look.
 */
export function compileHotTable(routes: readonly HotRoute[]): (method: string, url: string) => Match | undefined {
  const exact = new Map<string, Map<string, HotRoute>>();
  for (const route of routes) {
    const methods = exact.get(route.path) ?? new Map<string, HotRoute>();
    exact.set(route.path, methods.set(route.method, route));
  }
  const patterns: Pattern[] = [];
  for (const [path, methods] of exact) {
    if (path.includes('/:')) patterns.push({ segments: path.split('/'), methods });
  }
  return (method, url) => {
    const path = pathOf(url);
    const found = path.includes(':') ? undefined : exact.get(path);
    if (found !== undefined) return pickMethod(found, method, NO_PARAMS);
    const segments = path.split('/');
    const pattern = patterns.find((candidate) => fits(candidate.segments, segments));
    return pattern && pickMethod(pattern.methods, method, () => decodeParams(pattern.segments, segments));
  };
}

/** `/a` of `/a?b`, and of `http://host/a?b`, which a server has to take as well (RFC 9112 §3.2.2). */
function pathOf(url: string): string {
  const start = url.startsWith('/') ? 0 : (/^https?:\/\/[^/?]*/i.exec(url)?.[0].length ?? 0);
  const end = url.indexOf('?', start);
  return url.slice(start, end === -1 ? undefined : end);
}

function fits(pattern: readonly string[], segments: readonly string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))
  );
}

function decodeParams(pattern: readonly string[], segments: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  pattern.forEach((part, index) => {
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(segments[index] ?? '');
  });
  return params;
}

function pickMethod(
  methods: ReadonlyMap<string, HotRoute>,
  method: string,
  params: Readonly<Record<string, string>> | (() => Record<string, string>),
): Match | undefined {
  const route = methods.get(method === 'HEAD' ? 'GET' : method);
  const [any] = methods.values();
  if (route === undefined) return any && { route: any, refusal: wrongMethod([...methods.keys()]) };
  try {
    return { route, params: typeof params === 'function' ? params() : params };
  } catch {
    return { route, refusal: undecodable() };
  }
}

function wrongMethod(allowed: readonly string[]): Refusal {
  return new Refusal({
    status: 405,
    code: 'invalid_request',
    reason: 'method_not_allowed',
    message: `This address takes ${allowed.join(' and ')} only.`,
    headers: { Allow: allowed.join(', ') },
  });
}

function undecodable(): Refusal {
  return new Refusal({
    status: 400,
    code: 'invalid_request',
    reason: 'request_malformed',
    message: 'The address has a "%" that stands for no character.',
  });
}
