import { CONNECT_PATHS } from '@gpii/protocol';
import type { SiteRoute } from '../site-route.ts';
import { decideConnect, refuseBroken, showConnect } from './connect.ts';

const path = CONNECT_PATHS.page;

/** Handing a credential to a computer that asks for one. What it asks stands in the address, of both. */
export const CONNECT_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path, who: 'account', refuse: refuseBroken, answer: showConnect },
  { method: 'POST', path, who: 'account', refuse: refuseBroken, answer: decideConnect },
];
