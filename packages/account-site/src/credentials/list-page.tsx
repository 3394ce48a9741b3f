import { findOwnedPage, MAX_SORTED_BY_USE, type OwnedPage } from '@gpii/credentials';
import { FORM_TOKEN_FIELD, Notice, type Page, type Problem } from '@gpii/pages';
import type { VNode } from 'preact';
import { doneWords } from '../accounts/done-words.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { isDescendingFirst, readListQuery, SORTS, toListPath, type ListQuery } from './list-query.ts';
import { CredentialTable, HAND_OUT_FORM, SELECT_FORM } from './list-table.tsx';

const PAGE_SIZE = 25;

/** Client credentials of the account. */
export async function showList(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return { page: await listPage(visit, rooms, { query: readListQuery(visit.query), problems: [] }) };
}

/** The list, with what is wrong with what was asked of it. */
export async function listPage(
  visit: AccountVisit,
  rooms: SiteRooms,
  { query, problems }: { query: ListQuery; problems: readonly Problem[] },
): Promise<Page> {
  const { words, view, account } = visit;
  const { list } = words.credentials;
  const compareNames = collatorOf(view.language);
  const found = await findOwnedPage(rooms, { ...query, owner: account.email, pageSize: PAGE_SIZE, compareNames });
  if (found.total === 0) return { title: list.title, isWide: true, body: <Empty visit={visit} /> };
  return {
    title: list.title,
    isWide: true,
    problems,
    hasOwnHeading: true,
    body: <List visit={visit} found={found} query={query} problems={problems} />,
  };
}

/** Made once for each language: a collator costs more than a comparison. */
const collators = new Map<string, Intl.Collator>();

function collatorOf(language: string): (left: string, right: string) => number {
  let collator = collators.get(language);
  if (collator === undefined) {
    collator = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
    collators.set(language, collator);
  }
  return collator.compare;
}

interface ListProps {
  readonly visit: AccountVisit;
  readonly found: OwnedPage;
  readonly query: ListQuery;
  readonly problems: readonly Problem[];
}

function List(props: ListProps): VNode {
  const { visit, found } = props;
  const { words, href, view } = visit;
  const { list } = words.credentials;
  return (
    <>
      <div class="row spread">
        <h1>{list.title}</h1>
        <a class="btn" href={href('/credentials/new')}>
          {list.create}
        </a>
      </div>
      <p class="lead">{list.lead}</p>
      <Tools {...props} />
      <SortLinks {...props} />
      <form id={HAND_OUT_FORM} method="post" action={href('/credentials')}>
        <input type="hidden" name={FORM_TOKEN_FIELD} value={view.formToken} />
      </form>
      {found.found === 0 ? (
        <Notice>
          <p>{list.nothingFound}</p>
        </Notice>
      ) : (
        <CredentialTable {...props} caption={<Caption {...props} />} />
      )}
      <Pager {...props} />
    </>
  );
}

function Tools({ visit, query }: ListProps): VNode {
  const { words, href } = visit;
  const { list } = words.credentials;
  return (
    <div class="tools">
      <form class="find" role="search" method="get" action={href('/credentials')}>
        <div>
          <label class="soft" for="q">
            {list.findLabel}
          </label>
          <input id="q" name="q" type="search" value={query.find} />
        </div>
        {query.sortBy === 'created' ? null : <input type="hidden" name="sort" value={query.sortBy} />}
        <button class="btn plain" type="submit">
          {list.find}
        </button>
      </form>
      <button class="btn plain" type="submit" form={SELECT_FORM}>
        {list.revokeSelected}
      </button>
    </div>
  );
}

function Caption({ visit, found, query }: ListProps): VNode {
  const { words, href } = visit;
  const { list, count } = words.credentials;
  if (query.find === '') return <>{list.caption(count(found.total))}</>;
  return (
    <>
      {list.captionFound(found.found, count(found.total), query.find)} <a href={href('/credentials')}>{list.showAll}</a>
    </>
  );
}

/** Pages, as links. */
function Pager({ visit, found, query }: ListProps): VNode {
  const { words, href } = visit;
  const { list } = words.credentials;
  const { page, pages } = found;
  const from = (page - 1) * PAGE_SIZE + 1;
  const toPage = (to: number): string => href(toListPath({ ...query, page: to }));
  return (
    <div class="pager stack">
      {found.found === 0 ? null : (
        <p>
          {list.showing(from, from + found.rows.length - 1, found.found)} {list.whatComputersAre}
        </p>
      )}
      {pages === 1 ? null : (
        <nav aria-label={list.pages}>
          <ul class="nav">
            {page === 1 ? null : (
              <li>
                <a rel="prev" href={toPage(page - 1)}>
                  {list.previous}
                </a>
              </li>
            )}
            {page === pages ? null : (
              <li>
                <a rel="next" href={toPage(page + 1)}>
                  {list.next}
                </a>
              </li>
            )}
          </ul>
        </nav>
      )}
    </div>
  );
}

/** Sorting, as links: without a script, and kept when the page is bookmarked. */
function SortLinks({ visit, found, query }: ListProps): VNode {
  const { words, href } = visit;
  const { list } = words.credentials;
  const names = { name: list.name, created: list.created, used: list.lastUsed };
  const canUse = found.found <= MAX_SORTED_BY_USE;
  return (
    <>
      <nav aria-label={list.sortBy}>
        <ul class="nav">
          <li class="soft nav-text">{list.sortBy}</li>
          {SORTS.filter((sort) => canUse || sort !== 'used').map((sort) => {
            const isCurrent = sort === query.sortBy;
            const isDescending = isCurrent ? !query.isDescending : isDescendingFirst(sort);
            return (
              <li key={sort}>
                <a
                  href={href(toListPath({ ...query, sortBy: sort, isDescending, page: 1 }))}
                  {...(isCurrent ? { 'aria-current': 'true' as const } : {})}
                >
                  {names[sort]}
                  {isCurrent ? (
                    <span class="hidden">{query.isDescending ? list.sortedDown : list.sortedUp}</span>
                  ) : null}
                  {isCurrent ? <span aria-hidden="true">{query.isDescending ? ' ↓' : ' ↑'}</span> : null}
                </a>
              </li>
            );
          })}
        </ul>
      </nav>
      {canUse ? null : <p>{list.tooManyToSort(MAX_SORTED_BY_USE)}</p>}
    </>
  );
}

function Empty({ visit }: { visit: AccountVisit }): VNode {
  const { words, href } = visit;
  const { empty, done } = words.credentials.list;
  const justDone = doneWords(done, visit.query);
  return (
    <>
      {justDone === undefined ? null : (
        <Notice tone="good" isStatus>
          <p>{justDone}</p>
        </Notice>
      )}
      <div class="card empty stack">
        <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
          <path
            d="M11 20a6 6 0 1 1 5.6-8H29v5h-4v4h-5v-4h-3.4A6 6 0 0 1 11 20Z"
            fill="none"
            stroke="currentColor"
            stroke-width="2"
            stroke-linejoin="round"
          />
          <circle cx="10.5" cy="14" r="1.6" fill="currentColor" />
        </svg>
        <h2>{empty.title}</h2>
        <p class="soft">{empty.text}</p>
        <p>
          <a class="btn" href={href('/credentials/new')}>
            {empty.create}
          </a>
        </p>
      </div>
    </>
  );
}
