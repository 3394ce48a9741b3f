import { takeBackConsent } from '@gpii/credentials';
import { Actions, Button, Facts, Form, Notice, Section } from '@gpii/pages';
import type { VNode } from 'preact';
import { notThere } from '../site-refusals.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { listSharing, type Sharing } from './list-sharing.ts';

/** Shows which web applications may see what of which GPII key. */
export async function showSharing(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const words = visit.words.consent;
  const all = await listSharing(rooms, visit);
  const body = (
    <>
      {visit.query.get('done') === 'stopped' ? (
        <Notice tone="good" isStatus>
          <p>{words.done.stopped}</p>
        </Notice>
      ) : null}
      <p class="lead">{all.length === 0 ? words.empty : words.lead}</p>
      {all.length === 0 ? <p>{words.howTo}</p> : null}
      {all.map((sharing, index) => (
        <OneSharing key={sharing.consent.consentId} visit={visit} sharing={sharing} index={index} />
      ))}
    </>
  );
  return { page: { title: words.title, body } };
}

function OneSharing(props: { key: string; visit: Visit; sharing: Sharing; index: number }): VNode {
  const { visit, sharing, index } = props;
  const { application, key, groups, consent } = sharing;
  const words = visit.words.consent;
  const form = { view: visit.view, action: visit.href('/consent'), problems: [], values: {} };
  return (
    <Section id={`application-${index}`} heading={application}>
      <Facts
        facts={[
          [words.facts.key, key],
          [words.facts.groups, <List items={groups} />],
          [words.facts.since, visit.dates.moment(consent.givenAt)],
        ]}
      />
      <Form form={form}>
        <input type="hidden" name="client" value={consent.clientId} />
        <Actions>
          <Button look="plain">
            {words.takeBack}
            <span class="hidden">{words.takeBackWith(application)}</span>
          </Button>
        </Actions>
      </Form>
    </Section>
  );
}

function List({ items }: { items: readonly string[] }): VNode {
  return (
    <ul class="plain">
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

/** Ends what is shared with an application: codes and access tokens from it are worth nothing from now on. */
export async function stopSharing(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const which = { account: visit.account.email, clientId: visit.form.get('client') ?? '' };
  if ((await takeBackConsent(rooms, which, visit.by)) === undefined) throw notThere();
  return { goTo: visit.href('/consent?done=stopped') };
}
