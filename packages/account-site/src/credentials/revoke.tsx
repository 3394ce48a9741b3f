import {
  findOwnedRow,
  revokeCredential,
  type ClientCredential,
  type OwnedRow,
  type Revocation,
} from '@gpii/credentials';
import { Actions, Button, Form, Notice, TextField, type Page, type Problem } from '@gpii/pages';
import type { VNode } from 'preact';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { cleanLine } from './credential-form.tsx';
import { listPage } from './list-page.tsx';
import { readListQuery } from './list-query.ts';
import { Head } from './list-table.tsx';
import { backToList, nameOf, pathOf } from './own-credential.tsx';

const REASON_MAX_LENGTH = 500;
/** As many as an address has room for, and more than a page of the list has. */
const MAX_AT_ONCE = 200;

/** Says what stops working when these are revoked. */
export async function showRevoke(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { query, words, account } = visit;
  const ids = idsIn(query);
  if (ids.length === 0 || ids.length > MAX_AT_ONCE) return refuseSelection(visit, rooms, ids.length);
  const rows = (
    await Promise.all(ids.map((clientId) => findOwnedRow(rooms, { owner: account.email, clientId })))
  ).filter((row) => row !== undefined);
  // Of somebody else's nothing is told, not even that they are there.
  if (rows.length === 0) throw notThere();
  const live = rows.filter(({ revocation }) => revocation === undefined);
  if (live.length === 0) {
    return {
      page: {
        title: words.credentials.revoke.nothingDone,
        back: backToList(visit),
        body: <AlreadyAll visit={visit} />,
      },
    };
  }
  return { page: askPage(visit, live, { reason: '', problems: [] }) };
}

/** Revokes each that is this account's, and reports on each that was named. Doing it again changes nothing (W15). */
export async function revoke(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, words, by, account } = visit;
  const ids = idsIn(form);
  if (ids.length === 0 || ids.length > MAX_AT_ONCE) return refuseSelection(visit, rooms, ids.length);
  const found = await Promise.all(
    ids.map(async (id) => ({ id, row: await findOwnedRow(rooms, { owner: account.email, clientId: id }) })),
  );
  if (found.every(({ row }) => row === undefined)) throw notThere();
  const reason = cleanLine(form.get('reason') ?? '');
  if (reason.length > REASON_MAX_LENGTH) {
    const problems = [{ field: 'reason', words: words.credentials.revoke.reasonTooLong(REASON_MAX_LENGTH) }];
    const rows = found.flatMap(({ row }) => (row === undefined ? [] : [row]));
    return { page: askPage(visit, rows, { reason, problems }), status: 422 };
  }
  const outcomes = await Promise.all(
    found.map(async ({ id, row }): Promise<Outcome> => {
      if (row === undefined) return { id };
      if (row.revocation === undefined) await revokeCredential(rooms, { clientId: id, reason }, by);
      return { id, credential: row.credential, before: row.revocation };
    }),
  );
  return { page: reportPage(visit, outcomes) };
}

interface Outcome {
  readonly id: string;
  /** Left out where it is none of this account's. */
  readonly credential?: ClientCredential;
  readonly before?: Revocation | undefined;
}

function idsIn(given: URLSearchParams): readonly string[] {
  return [...new Set(given.getAll('id').filter((id) => id !== ''))];
}

async function refuseSelection(visit: AccountVisit, rooms: SiteRooms, count: number): Promise<Answer> {
  const { list, revoke: words } = visit.words.credentials;
  const problems = [{ field: 'select', words: count === 0 ? list.selectOne : words.tooMany(MAX_AT_ONCE) }];
  const query = readListQuery(new URLSearchParams());
  return { page: await listPage(visit, rooms, { query, problems }), status: 422 };
}

function AlreadyAll({ visit }: { visit: AccountVisit }): VNode {
  const { revoke: words } = visit.words.credentials;
  return <p>{words.onlyRevoked}</p>;
}

function askPage(
  visit: AccountVisit,
  rows: readonly OwnedRow[],
  { reason, problems }: { reason: string; problems: readonly Problem[] },
): Page {
  const { words, view, href } = visit;
  const { revoke: said, count, computers } = words.credentials;
  const many = count(rows.length);
  const lost = rows.reduce((sum, row) => sum + (row.credential.type === 'web' ? 0 : row.computers), 0);
  const form = { view, action: href('/credentials/revoke'), problems, values: { reason } };
  const body = (
    <>
      <p class="lead">{lost === 0 ? said.loseNone : said.lose(computers(lost))}</p>
      <RowsToRevoke visit={visit} rows={rows} />
      <Notice>
        <p>{said.note}</p>
      </Notice>
      <Form form={form}>
        {rows.map(({ credential: { clientId } }) => (
          <input type="hidden" name="id" value={clientId} key={clientId} />
        ))}
        <TextField form={form} name="reason" label={said.reason} hint={said.reasonHint} autocomplete="off" isOptional />
        <Actions>
          <Button look="danger">{said.submit(many)}</Button>
          <a href={href('/credentials')}>{said.keep}</a>
        </Actions>
      </Form>
    </>
  );
  return { title: said.title(many), problems, back: backToList(visit), body };
}

function RowsToRevoke({ visit, rows }: { visit: AccountVisit; rows: readonly OwnedRow[] }): VNode {
  const { words, dates } = visit;
  const { list, revoke: said, none } = words.credentials;
  return (
    <table class="list" role="table">
      <caption class="hidden">{said.caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <Head>{list.name}</Head>
          <Head>{list.lastUsed}</Head>
          <Head class="num">{list.computers}</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map(({ credential, lastUsedAt, computers }) => (
          <tr role="row" key={credential.clientId}>
            <th role="rowheader" scope="row" class="wrap-anywhere">
              {nameOf(visit, credential)}
            </th>
            <td role="cell" data-label={list.lastUsed}>
              {lastUsedAt === undefined ? none : <time dateTime={lastUsedAt}>{dates.moment(lastUsedAt)}</time>}
            </td>
            <td role="cell" class="num" data-label={list.computers}>
              {credential.type === 'web' ? none : computers}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function reportPage(visit: AccountVisit, outcomes: readonly Outcome[]): Page {
  const { words, dates, href } = visit;
  const { revoke: said, count, list } = words.credentials;
  const { outcomes: told } = said;
  const done = outcomes.filter(({ credential, before }) => credential !== undefined && before === undefined).length;
  const say = ({ credential, before }: Outcome): string => {
    if (credential === undefined) return told.notYours;
    return before === undefined ? told.revoked : told.already(dates.moment(before.revokedAt));
  };
  const title = done === 0 ? said.nothingDone : said.done(count(done));
  const body = (
    <>
      <table class="list" role="table">
        <caption>{said.outcome}</caption>
        <thead role="rowgroup">
          <tr role="row">
            <Head>{list.name}</Head>
            <Head>{list.status}</Head>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {outcomes.map((outcome) => (
            <tr role="row" key={outcome.id}>
              <th role="rowheader" scope="row" class="wrap-anywhere">
                {outcome.credential === undefined ? (
                  <code>{outcome.id}</code>
                ) : (
                  <a href={href(pathOf(outcome.id))}>{nameOf(visit, outcome.credential)}</a>
                )}
              </th>
              <td role="cell" data-label={list.status}>
                {say(outcome)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        <a class="btn plain" href={href('/credentials')}>
          {said.toList}
        </a>
      </p>
    </>
  );
  return { title, back: backToList(visit), body };
}
