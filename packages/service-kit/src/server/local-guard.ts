import type { IncomingMessage } from 'node:http';
import { Refusal } from '../refusal.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;

/**
 * Keeps web pages and rebound names away from a server of this computer (SECURITY G-S11, CONFORMANCE L02): the Host
 * has to be a loopback name, and nothing may come from a page.
 *
 * @throws Refusal 403.
 */
export function guardLocalService(request: IncomingMessage): void {
  const { origin } = request.headers;
  // A browser leaves Origin out of a plain GET (an <img>, say) but not Sec-Fetch-Site; `none` is an address typed by hand.
  const fetchSite = request.headers['sec-fetch-site'];
  if (origin !== undefined || (fetchSite !== undefined && fetchSite !== 'none')) {
    throw forbidden('browser_not_allowed', 'Web pages may not use this service.');
  }
  guardLoopbackHost(request);
}

/** The half of it that looks at Host. @throws Refusal 403. */
export function guardLoopbackHost({ headers: { host } }: IncomingMessage): void {
  if (host !== undefined && !LOOPBACK_HOST.test(host)) {
    throw forbidden('host_not_allowed', 'This service answers on loopback names only, such as 127.0.0.1.');
  }
}

function forbidden(reason: 'browser_not_allowed' | 'host_not_allowed', message: string): Refusal {
  return new Refusal({ status: 403, code: 'forbidden', reason, message });
}
