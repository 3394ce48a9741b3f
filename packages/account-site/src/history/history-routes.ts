import type { SiteRoute } from '../site-route.ts';
import { downloadHistory } from './download-history.ts';
import { showCredentialHistory, showHistory } from './history-page.tsx';

/** What was done, newest first. */
export const HISTORY_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/history', who: 'account', answer: showHistory },
  { method: 'POST', path: '/history/download', who: 'account', answer: downloadHistory },
  { method: 'GET', path: '/credentials/:id/history', who: 'account', answer: showCredentialHistory },
];
