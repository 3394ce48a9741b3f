import { listLinks, unlinkGpiiToken, type GpiiTokenLink } from '@gpii/credentials';
import {
  Actions,
  Button,
  Form,
  KeyFields,
  keyProblem,
  Notice,
  Section,
  SHARING_WORDS,
  Table,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import { listSharing } from '../consent/list-sharing.ts';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';

/** Lists the GPII keys of the account, and takes another. */
export async function showKeys(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  return { page: keysPage(visit, { links: await listLinks(rooms, visit.account.email), problems: [] }) };
}

/** Links a key that somebody has in hand. */
export async function addKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { form, account, by, context, view } = visit;
  const given = { account: account.email, gpiiKey: form.get('gpii_key') ?? '', label: form.get('key_name') ?? '' };
  const outcome = await rooms.linkKey(given, by, context);
  if (outcome === 'linked') return { goTo: visit.href('/keys?done=linked') };
  if (outcome === 'key_unknown') context.reason = 'gpii_token_unknown';
  const problems = [keyProblem(view, outcome)];
  return { page: keysPage(visit, { links: await listLinks(rooms, account.email), problems }), status: 422 };
}

function keysPage(
  visit: Visit,
  { links, problems }: { links: readonly GpiiTokenLink[]; problems: readonly Problem[] },
): Page {
  const { words, view, href } = visit;
  const form = { view, action: href('/keys'), problems, values: { key_name: visit.form.get('key_name') ?? '' } };
  return {
    title: words.keys.title,
    problems,
    body: (
      <>
        <Done visit={visit} />
        <p class="lead">{words.keys.lead}</p>
        {links.length === 0 ? <p>{words.keys.empty}</p> : <Links visit={visit} links={links} />}
        <Section id="add" heading={words.keys.add}>
          <Form form={form}>
            <KeyFields form={form} />
            <Actions>
              <Button>{SHARING_WORDS[view.language].keyForm.submit}</Button>
            </Actions>
          </Form>
        </Section>
      </>
    ),
  };
}

function Done({ visit }: { visit: Visit }): VNode | null {
  const { done } = visit.words.keys;
  const what = visit.query.get('done');
  if (what !== 'linked' && what !== 'removed') return null;
  return (
    <Notice tone="good" isStatus>
      <p>{done[what]}</p>
    </Notice>
  );
}

function Links({ visit, links }: { visit: Visit; links: readonly GpiiTokenLink[] }): VNode {
  const words = visit.words.keys;
  const { name, added, actions } = words.columns;
  const rows = links.map((link) => ({
    key: link.linkId,
    cells: [
      nameOf(visit, link),
      visit.dates.day(link.linkedAt),
      <a href={visit.href(`/keys/${link.linkId}/remove`)}>
        {words.remove}
        <span class="hidden"> {nameOf(visit, link)}</span>
      </a>,
    ],
  }));
  return <Table caption={words.caption(links.length)} columns={[name, added, actions]} rows={rows} />;
}

function nameOf({ view }: Visit, { label }: GpiiTokenLink): string {
  return label === '' ? SHARING_WORDS[view.language].keyWithoutName : label;
}

/** Says which applications lose what when a key is removed. */
export async function showRemoveKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const link = await findLink(visit, rooms);
  const words = visit.words.keys.removePage;
  const sharing = (await listSharing(rooms, visit)).filter(
    ({ consent }) => consent.gpiiTokenHash === link.gpiiTokenHash,
  );
  const form = { view: visit.view, action: visit.href(`/keys/${link.linkId}/remove`), problems: [], values: {} };
  const body = (
    <>
      <p>{words.key}</p>
      <Notice tone="warn">
        <p>{sharing.length === 0 ? words.nobody : words.lose}</p>
        {sharing.length === 0 ? null : (
          <ul>
            {sharing.map(({ application, groups, consent }) => (
              <li key={consent.consentId}>
                {application}: {groups.join(', ')}
              </li>
            ))}
          </ul>
        )}
      </Notice>
      <Form form={form}>
        <Actions>
          <Button look="danger">{words.submit}</Button>
          <a class="btn plain" href={visit.href('/keys')}>
            {words.keep}
          </a>
        </Actions>
      </Form>
    </>
  );
  const back = { href: visit.href('/keys'), text: visit.words.keys.title };
  return { page: { title: words.title(nameOf(visit, link)), back, body } };
}

/** Takes a key away from the account. What was shared of it ends at once. */
export async function removeKey(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const { linkId } = await findLink(visit, rooms);
  await unlinkGpiiToken(rooms, { account: visit.account.email, linkId }, visit.by);
  return { goTo: visit.href('/keys?done=removed') };
}

async function findLink({ account, params }: AccountVisit, rooms: SiteRooms): Promise<GpiiTokenLink> {
  const link = (await listLinks(rooms, account.email)).find(({ linkId }) => linkId === params.id);
  if (link === undefined) throw notThere();
  return link;
}
