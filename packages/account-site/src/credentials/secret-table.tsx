import type { CredentialSummary, SecretSummary } from '@gpii/credentials';
import { Tag } from '@gpii/pages';
import type { ComponentChildren, VNode } from 'preact';
import type { AccountVisit } from '../visit.ts';
import { Head } from './list-table.tsx';
import { endPathOf, pathOf } from './own-credential.tsx';

/** Secrets with what is known of each: nothing that would show one. */
export function SecretTable(props: {
  readonly visit: AccountVisit;
  readonly credential: CredentialSummary;
  readonly secrets: readonly SecretSummary[];
}): VNode {
  const { visit, credential, secrets } = props;
  const { detail } = visit.words.credentials;
  return (
    <table class="list" role="table">
      <caption>{detail.secretsNote}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <Head>{detail.label}</Head>
          <Head>{detail.created}</Head>
          <Head>{detail.lastUsed}</Head>
          <Head>{detail.state}</Head>
          <Head>{detail.actions}</Head>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {secrets.map((secret) => (
          <Row key={secret.secretId} visit={visit} credential={credential} secret={secret} />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { visit: AccountVisit; credential: CredentialSummary; secret: SecretSummary }): VNode {
  const { visit, credential, secret } = props;
  const { words, dates, href } = visit;
  const { detail } = words.credentials;
  const { secretId, origin, createdAt, cloneSign, ended } = secret;
  const label = labelOf(visit, secret);
  const of = <span class="hidden"> {label}</span>;
  return (
    <tr role="row" class={ended ? 'gone' : undefined}>
      <th role="rowheader" scope="row" class="wrap-anywhere">
        {label}
        <span class="under soft">{detail.origin[origin]}</span>
      </th>
      <td role="cell" data-label={detail.created}>
        <time dateTime={createdAt}>{dates.day(createdAt)}</time>
      </td>
      <td role="cell" data-label={detail.lastUsed}>
        {lastUseOf(visit, secret)}
      </td>
      <td role="cell" data-label={detail.state}>
        <State visit={visit} secret={secret} />
        {cloneSign === undefined ? null : (
          <p class="clone">
            {detail.clone(cloneSign.addresses[0], cloneSign.addresses[1], dates.moment(cloneSign.at))}
          </p>
        )}
      </td>
      <td role="cell" class="do">
        {ended || credential.revocation !== undefined ? null : (
          <>
            <a href={`${href(pathOf(credential.clientId, 'secrets'))}?replaces=${secretId}`}>
              {detail.replace}
              {of}
            </a>
            <a href={href(endPathOf(credential.clientId, secretId))}>
              {detail.endSecret}
              {of}
            </a>
          </>
        )}
      </td>
    </tr>
  );
}

function State({ visit, secret }: { visit: AccountVisit; secret: SecretSummary }): VNode {
  const { words, dates } = visit;
  const { detail } = words.credentials;
  const { ended, endsAt, revocation } = secret;
  const at = revocation?.revokedAt ?? endsAt;
  const time: ComponentChildren =
    at === undefined ? null : (
      <span class="under soft">
        <time dateTime={at}>{dates.moment(at)}</time>
      </span>
    );
  return (
    <>
      <Tag tone={ended ? 'off' : endsAt === undefined ? 'good' : 'warn'}>
        {ended ? detail.ended : endsAt === undefined ? detail.works : detail.worksUntilEnd}
      </Tag>
      {time}
    </>
  );
}

/** When and from where a secret was used last. */
export function lastUseOf({ words, dates }: AccountVisit, secret: SecretSummary): ComponentChildren {
  const { detail } = words.credentials;
  const { lastUsedAt, lastUsedFrom } = secret;
  if (lastUsedAt === undefined) return detail.never;
  return (
    <>
      <time dateTime={lastUsedAt}>{dates.moment(lastUsedAt)}</time>
      {lastUsedFrom === undefined ? null : <span class="under soft">{detail.from(lastUsedFrom)}</span>}
    </>
  );
}

/** What a secret is called. */
export function labelOf({ words }: AccountVisit, { label }: Pick<SecretSummary, 'label'>): string {
  return label === '' ? words.credentials.detail.unlabelled : label;
}
