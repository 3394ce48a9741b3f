import { findOwnedRow, showCredential, type CredentialSummary, type OwnedRow } from '@gpii/credentials';
import { Facts, Notice, Section, type Page } from '@gpii/pages';
import type { ComponentChildren, VNode } from 'preact';
import { whoDid } from '../history/describe-record.ts';
import { HistoryList, readHistory } from '../history/history-list.tsx';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit } from '../visit.ts';
import { backToList, findOwn, nameOf, pathOf } from './own-credential.tsx';
import { SecretTable } from './secret-table.tsx';
import { Status } from './status.tsx';

const EVENTS_SHOWN = 5;
const SECRETS_SHOWN = 50;

/** All about one credential. */
export async function showDetail(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { value } = await findOwn(visit, rooms);
  const { clientId, owner } = value;
  const [credential, row, history] = await Promise.all([
    showCredential(rooms, clientId),
    findOwnedRow(rooms, { owner, clientId }),
    readHistory(visit, rooms, { view: `credential:${clientId}`, limit: EVENTS_SHOWN }),
  ]);
  const body = (
    <>
      <Top visit={visit} credential={credential} />
      <Done visit={visit} />
      <Revoked visit={visit} credential={credential} />
      <div class="card">
        <Facts facts={toFacts(visit, credential, row)} />
      </div>
      <Secrets visit={visit} credential={credential} />
      <Section id="history" heading={visit.words.credentials.detail.history}>
        <HistoryList visit={visit} history={history} />
        <p>
          <a href={visit.href(pathOf(credential.clientId, 'history'))}>{visit.words.credentials.detail.allHistory}</a>
        </p>
      </Section>
    </>
  );
  const page: Page = {
    title: nameOf(visit, credential),
    isWide: true,
    back: backToList(visit),
    hasOwnHeading: true,
    body,
  };
  return { page };
}

interface Props {
  readonly visit: AccountVisit;
  readonly credential: CredentialSummary;
}

function Top({ visit, credential }: Props): VNode {
  const { words, href } = visit;
  const { detail } = words.credentials;
  const { clientId, revocation } = credential;
  return (
    <div class="row spread">
      <h1 class="wrap-anywhere">{nameOf(visit, credential)}</h1>
      {revocation !== undefined ? null : (
        <div class="row">
          <a class="btn plain" href={href(pathOf(clientId, 'edit'))}>
            {detail.edit}
          </a>
          {credential.public ? null : (
            <a class="btn plain" href={href(pathOf(clientId, 'secrets'))}>
              {detail.newSecret}
            </a>
          )}
          <a class="btn danger" href={href(`/credentials/revoke?id=${encodeURIComponent(clientId)}`)}>
            {detail.revoke}
          </a>
        </div>
      )}
    </div>
  );
}

/** What was done on the page before. The words are ours: the address only chooses. */
function Done({ visit }: { visit: AccountVisit }): VNode | null {
  const { edit, endSecret } = visit.words.credentials;
  const done = visit.query.get('done');
  const said = done === 'saved' ? edit.saved : done === 'ended' ? endSecret.done : undefined;
  if (said === undefined) return null;
  return (
    <Notice tone="good" isStatus>
      <p>{said}</p>
    </Notice>
  );
}

function Revoked({ visit, credential: { revocation } }: Props): VNode | null {
  if (revocation === undefined) return null;
  const { detail } = visit.words.credentials;
  const { revokedAt, revokedBy, reason } = revocation;
  return (
    <Notice tone="warn">
      <p>
        <strong>{detail.revokedBy(whoDid(visit, revokedBy), visit.dates.moment(revokedAt))}</strong>{' '}
        {reason === '' ? null : detail.reason(reason)}
      </p>
      <p>{detail.revokedNote}</p>
    </Notice>
  );
}

function toFacts(
  visit: AccountVisit,
  credential: CredentialSummary,
  row: OwnedRow | undefined,
): [string, ComponentChildren][] {
  const { words, dates } = visit;
  const { detail, usedBy, computers } = words.credentials;
  const { type, clientId, createdAt, origins, redirectUris, allowedIPBlocks = [], revocation } = credential;
  const last = row?.lastUsedAt;
  return [
    [detail.status, <Status key="status" visit={visit} revocation={revocation} lastUsedAt={last} />],
    [detail.usedBy, credential.public ? usedBy.public : usedBy[type]],
    [detail.clientId, <code key="id">{clientId}</code>],
    [
      detail.created,
      <time key="created" dateTime={createdAt}>
        {dates.moment(createdAt)}
      </time>,
    ],
    [detail.lastUsed, last === undefined ? detail.never : <time dateTime={last}>{dates.moment(last)}</time>],
    ...(type === 'installed'
      ? [[detail.computers, detail.seen(computers(row?.computers ?? 0))] satisfies [string, string]]
      : []),
    ...toLines(detail.origins, origins),
    ...toLines(detail.redirectUris, redirectUris),
    ...toLines(detail.addresses, allowedIPBlocks),
  ];
}

function toLines(name: string, lines: readonly string[]): [string, ComponentChildren][] {
  if (lines.length === 0) return [];
  return [
    [
      name,
      <>
        {lines.map((line) => (
          <div key={line}>
            <code>{line}</code>
          </div>
        ))}
      </>,
    ],
  ];
}

function Secrets({ visit, credential }: Props): VNode {
  const { words, query, href } = visit;
  const { detail } = words.credentials;
  const newestFirst = [...credential.secrets].reverse();
  const shown = query.get('secrets') === 'all' ? newestFirst : newestFirst.slice(0, SECRETS_SHOWN);
  return (
    <Section id="secrets" heading={detail.secrets}>
      {newestFirst.length === 0 ? (
        <p>{credential.public ? detail.publicNote : detail.noSecrets}</p>
      ) : (
        <SecretTable visit={visit} credential={credential} secrets={shown} />
      )}
      {shown.length === newestFirst.length ? null : (
        <p>
          {detail.showOnlySome(shown.length, newestFirst.length)}{' '}
          <a href={`${href(pathOf(credential.clientId))}?secrets=all`}>{detail.showAllSecrets}</a>
        </p>
      )}
    </Section>
  );
}
