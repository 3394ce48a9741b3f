import { FORM_TOKEN_FIELD } from '@gpii/pages';
import type { VNode } from 'preact';
import { findOwn, nameOf, pathOf } from '../credentials/own-credential.tsx';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { HistoryList, readHistory, type History } from './history-list.tsx';

const PAGE_SIZE = 50;
/** What a page may begin after: the id of an audit record. */
const CURSOR = /^\d{13}-\d{6}-[0-9a-f]{12,32}$/;

/** What was done in the account and with its credentials. */
export async function showHistory(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { words, account, query, href } = visit;
  const after = readCursor(query);
  const history = await readHistory(visit, rooms, { view: `account:${account.email}`, limit: PAGE_SIZE, after });
  const body = (
    <>
      <p class="lead">{words.history.lead}</p>
      <HistoryList visit={visit} history={history} />
      <Pages visit={visit} history={history} path={href('/history')} isFirst={after === undefined} />
      <Download visit={visit} />
    </>
  );
  return { page: { title: words.history.title, isWide: true, body } };
}

/** What was done with one credential. */
export async function showCredentialHistory(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { words, query, href } = visit;
  const { value: credential } = await findOwn(visit, rooms);
  const { clientId } = credential;
  const after = readCursor(query);
  const history = await readHistory(visit, rooms, { view: `credential:${clientId}`, limit: PAGE_SIZE, after });
  const name = nameOf(visit, credential);
  const body = (
    <>
      <HistoryList visit={visit} history={history} />
      <Pages visit={visit} history={history} path={href(pathOf(clientId, 'history'))} isFirst={after === undefined} />
      <Download visit={visit} clientId={clientId} />
    </>
  );
  const back = { href: href(pathOf(clientId)), text: words.credentials.backTo(name) };
  return { page: { title: words.history.titleOf(name), isWide: true, back, body } };
}

function readCursor(query: URLSearchParams): string | undefined {
  const after = query.get('after') ?? '';
  return CURSOR.test(after) ? after : undefined;
}

function Pages(props: { visit: AccountVisit; history: History; path: string; isFirst: boolean }): VNode | null {
  const { visit, history, path, isFirst } = props;
  const { words } = visit;
  if (isFirst && history.next === undefined) return null;
  return (
    <nav class="pager" aria-label={words.credentials.list.pages}>
      <ul class="nav">
        {isFirst ? null : (
          <li>
            <a href={path}>{words.history.newest}</a>
          </li>
        )}
        {history.next === undefined ? null : (
          <li>
            <a rel="next" href={`${path}?after=${history.next}`}>
              {words.history.older}
            </a>
          </li>
        )}
      </ul>
    </nav>
  );
}

function Download({ visit, clientId }: { visit: AccountVisit; clientId?: string }): VNode {
  const { words, view, href } = visit;
  return (
    <form class="actions" method="post" action={href('/history/download')}>
      <input type="hidden" name={FORM_TOKEN_FIELD} value={view.formToken} />
      {clientId === undefined ? null : <input type="hidden" name="id" value={clientId} />}
      <button class="btn plain" type="submit">
        {words.history.download}
      </button>
    </form>
  );
}
