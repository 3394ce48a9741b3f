import type { OwnedPage, OwnedRow } from '@gpii/credentials';
import type { Problem } from '@gpii/pages';
import type { ComponentChildren, VNode } from 'preact';
import type { AccountVisit } from '../visit.ts';
import { nameOf, pathOf } from './own-credential.tsx';
import { Status } from './status.tsx';

/** Id of the form that the check boxes belong to. */
export const SELECT_FORM = 'bulk';
/** Id of the form that buttons in rows send: forms cannot stand within each other. */
export const HAND_OUT_FORM = 'hand-out';
/** Of a client id, as much as tells them apart. */
const ID_LENGTH = 24;

/** The credentials of a page, with check boxes and actions. Roles: on small screens rows are drawn as cards. */
export function CredentialTable(props: {
  readonly visit: AccountVisit;
  readonly found: OwnedPage;
  readonly problems: readonly Problem[];
  readonly caption: ComponentChildren;
}): VNode {
  const { visit, found, problems, caption } = props;
  const { list } = visit.words.credentials;
  const firstId = found.rows.find(({ revocation }) => revocation === undefined)?.credential.clientId;
  return (
    <form id={SELECT_FORM} method="get" action={visit.href('/credentials/revoke')}>
      <div class={problems.length > 0 ? 'bad' : undefined}>
        {problems.map(({ words }) => (
          <p class="fault" id="select-fault" key={words}>
            {words}
          </p>
        ))}
        <table class="list" role="table">
          <caption>{caption}</caption>
          <thead role="rowgroup">
            <tr role="row">
              <Head class="tick">
                <span class="hidden">{list.select}</span>
              </Head>
              <Head>{list.name}</Head>
              <Head>{list.usedBy}</Head>
              <Head>{list.status}</Head>
              <Head>{list.lastUsed}</Head>
              <Head class="num">{list.computers}</Head>
              <Head>{list.actions}</Head>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {found.rows.map((row) => (
              <Row
                key={row.credential.clientId}
                visit={visit}
                row={row}
                isFirst={row.credential.clientId === firstId}
              />
            ))}
          </tbody>
        </table>
      </div>
    </form>
  );
}

/** A heading of a column. */
export function Head({ class: className, children }: { class?: string; children: ComponentChildren }): VNode {
  return (
    <th role="columnheader" scope="col" class={className}>
      {children}
    </th>
  );
}

function Row({ visit, row, isFirst }: { visit: AccountVisit; row: OwnedRow; isFirst: boolean }): VNode {
  const { words, dates, href } = visit;
  const { list, usedByShort, none } = words.credentials;
  const { credential, revocation, lastUsedAt, computers } = row;
  const { clientId, type } = credential;
  const name = nameOf(visit, credential);
  return (
    <tr role="row" class={revocation === undefined ? undefined : 'gone'}>
      <td class="tick" role="cell">
        {revocation === undefined ? (
          <label>
            <span class="hidden">
              {list.select} {name}
            </span>
            <input type="checkbox" name="id" value={clientId} {...(isFirst ? { id: 'select' } : {})} />
          </label>
        ) : null}
      </td>
      <th role="rowheader" scope="row" class="wrap-anywhere">
        <a href={href(pathOf(clientId))}>{name}</a>{' '}
        <span class="code">{clientId.length > ID_LENGTH ? `${clientId.slice(0, ID_LENGTH)}…` : clientId}</span>
      </th>
      <td role="cell" class="fit" data-label={list.usedBy}>
        {usedByShort[type]}
      </td>
      <td role="cell" data-label={list.status}>
        <Status visit={visit} revocation={revocation} lastUsedAt={lastUsedAt} />
      </td>
      <td role="cell" class="fit" data-label={list.lastUsed}>
        {lastUsedAt === undefined ? none : <time dateTime={lastUsedAt}>{dates.day(lastUsedAt)}</time>}
      </td>
      <td role="cell" class="num" data-label={list.computers}>
        {type === 'web' ? none : computers}
      </td>
      <td class="do" role="cell">
        <RowActions visit={visit} row={row} name={name} />
      </td>
    </tr>
  );
}

function RowActions({ visit, row, name }: { visit: AccountVisit; row: OwnedRow; name: string }): VNode {
  const { words, href } = visit;
  const { list } = words.credentials;
  const { clientId, public: isPublic } = row.credential;
  const of = <span class="hidden"> {name}</span>;
  if (row.revocation !== undefined) {
    return (
      <a href={href(pathOf(clientId, 'history'))}>
        {list.history}
        {of}
      </a>
    );
  }
  return (
    <>
      <a href={href(pathOf(clientId, 'edit'))}>
        {list.edit}
        {of}
      </a>
      {isPublic ? null : (
        <button class="link" type="submit" form={HAND_OUT_FORM} formAction={href(pathOf(clientId, 'download'))}>
          {list.download}
          {of}
        </button>
      )}
      <a href={href(`/credentials/revoke?id=${encodeURIComponent(clientId)}`)}>
        {list.revoke}
        {of}
      </a>
    </>
  );
}
