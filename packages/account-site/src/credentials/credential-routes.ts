import type { SiteRoute } from '../site-route.ts';
import { create, showCreate } from './create.tsx';
import { showDetail } from './detail.tsx';
import { download, saveShown } from './download.tsx';
import { edit, showEdit } from './edit.tsx';
import { endSecret, showEndSecret } from './end-secret.tsx';
import { showList } from './list-page.tsx';
import { makeNewSecret, showNewSecret } from './new-secret.tsx';
import { revoke, showRevoke } from './revoke.tsx';

/** Client credentials: list, create, show, edit, hand out, revoke. Fixed addresses stand before those with a client id. */
export const CREDENTIAL_ROUTES: readonly SiteRoute[] = [
  { method: 'GET', path: '/credentials', who: 'account', answer: showList },
  { method: 'GET', path: '/credentials/new', who: 'account', answer: showCreate },
  { method: 'POST', path: '/credentials/new', who: 'proven', answer: create },
  { method: 'GET', path: '/credentials/revoke', who: 'account', answer: showRevoke },
  { method: 'POST', path: '/credentials/revoke', who: 'proven', answer: revoke },
  { method: 'GET', path: '/credentials/:id', who: 'account', answer: showDetail },
  { method: 'GET', path: '/credentials/:id/edit', who: 'account', answer: showEdit },
  { method: 'POST', path: '/credentials/:id/edit', who: 'proven', answer: edit },
  { method: 'POST', path: '/credentials/:id/download', who: 'proven', answer: download },
  { method: 'POST', path: '/credentials/:id/file', who: 'account', answer: saveShown },
  { method: 'GET', path: '/credentials/:id/secrets', who: 'account', answer: showNewSecret },
  { method: 'POST', path: '/credentials/:id/secrets', who: 'proven', answer: makeNewSecret },
  { method: 'GET', path: '/credentials/:id/secrets/:secretId/end', who: 'account', answer: showEndSecret },
  { method: 'POST', path: '/credentials/:id/secrets/:secretId/end', who: 'proven', answer: endSecret },
];
