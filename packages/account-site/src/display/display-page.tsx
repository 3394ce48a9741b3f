import { listLinks, type GpiiTokenLink } from '@gpii/credentials';
import type { JsonObject } from '@gpii/matchmaker';
import {
  Actions,
  Button,
  DISPLAY_WORDS,
  DisplayForm,
  Form,
  keepDisplay,
  Notice,
  readDisplayWish,
  Section,
  Select,
  USUAL_DISPLAY,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import { doneWords } from '../accounts/done-words.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { displayFromPreferences } from './display-from-preferences.ts';

/** Asks how pages should look; the page itself is the preview. */
export async function showDisplay(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const done = { ...DISPLAY_WORDS[visit.view.language].done, gpii: visit.words.display.done };
  const notice = doneWords(done, visit.query);
  return { page: await displayPage(visit, rooms, { notice }) };
}

/** Saves what was chosen, shows it first, or forgets it. */
export async function saveDisplay(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const wish = readDisplayWish(visit.form, visit.view.display);
  if (wish.kind === 'preview') {
    const previewed = { ...visit, view: { ...visit.view, display: wish.display } };
    const page = await displayPage(previewed, rooms, { notice: DISPLAY_WORDS[visit.view.language].previewed });
    return { page, view: previewed.view };
  }
  visit.cookies.push(wish.cookie);
  return { goTo: `${visit.href('/display')}?done=${wish.kind}` };
}

/** Takes what a GPII key of the person says about pages. */
export async function takeFromGpii(visit: AccountVisit, rooms: SiteRooms): Promise<Answer> {
  const links = await listLinks(rooms, visit.account.email);
  const wanted = visit.form.get('link');
  const link = links.find(({ linkId }) => linkId === wanted) ?? (wanted === null ? links[0] : undefined);
  const safe = link === undefined ? undefined : await rooms.gpiiTokens.findPreferences(link.gpiiTokenHash);
  // What is stored came in as JSON.
  const display = safe && displayFromPreferences(safe.preferences as JsonObject);
  if (display === undefined) {
    const problems = [{ field: 'link', words: visit.words.display.nothing }];
    return { page: await displayPage(visit, rooms, { problems }), status: 422 };
  }
  visit.cookies.push(keepDisplay({ ...USUAL_DISPLAY, ...display }));
  return { goTo: `${visit.href('/display')}?done=gpii` };
}

interface Shown {
  readonly notice?: string | undefined;
  readonly problems?: readonly Problem[];
}

async function displayPage(visit: Visit, rooms: SiteRooms, { notice, problems = [] }: Shown): Promise<Page> {
  const { words, account, view } = visit;
  const links = account === undefined ? [] : await listLinks(rooms, account.email);
  return {
    title: DISPLAY_WORDS[view.language].title,
    problems,
    body: (
      <>
        {notice === undefined ? null : (
          <Notice tone="good" isStatus>
            <p>{notice}</p>
          </Notice>
        )}
        <p>{DISPLAY_WORDS[view.language].lead}</p>
        <DisplayForm view={view} />
        <Section id="gpii" heading={words.display.heading}>
          <p>{words.display.lead}</p>
          <FromGpii visit={visit} links={links} problems={problems} />
        </Section>
      </>
    ),
  };
}

function FromGpii(props: {
  readonly visit: Visit;
  readonly links: readonly GpiiTokenLink[];
  readonly problems: readonly Problem[];
}): VNode {
  const { visit, links, problems } = props;
  const { view, href, account } = visit;
  const words = visit.words.display;
  if (account === undefined) {
    return (
      <p>
        <a href={`${href('/sign-in')}?return_to=${encodeURIComponent(href('/display'))}`}>{words.signIn}</a>
      </p>
    );
  }
  const form = { view, action: href('/display/from-gpii'), problems, values: {} };
  if (links.length === 0) {
    return (
      <p id="link">
        {words.noKey} <a href={href('/keys')}>{words.addKey}</a>
      </p>
    );
  }
  const options = links.map(({ linkId, label }) => ({ value: linkId, text: label === '' ? words.key : label }));
  return (
    <Form form={form}>
      <Select form={form} name="link" label={words.key} options={options} />
      <Actions>
        <Button look="plain">{words.submit}</Button>
      </Actions>
    </Form>
  );
}
