import { listLinks, type GpiiTokenLink } from '@gpii/credentials';
import type { JsonObject } from '@gpii/matchmaker';
import {
  Actions,
  Button,
  DISPLAY_COOKIE,
  Form,
  Notice,
  Section,
  Select,
  toDisplayCookie,
  toSetCookie,
  USUAL_DISPLAY,
  type Display,
  type Page,
  type Problem,
} from '@gpii/pages';
import type { VNode } from 'preact';
import { doneWords } from '../accounts/done-words.ts';
import type { SiteRooms } from '../site-rooms.ts';
import type { Answer } from '../site-route.ts';
import type { AccountVisit, Visit } from '../visit.ts';
import { displayFromPreferences } from './display-from-preferences.ts';
import { DISPLAY_ACTION, DisplayForm, readDisplayForm } from './display-form.tsx';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Asks how pages should look; the page itself is the preview. */
export async function showDisplay(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const notice = doneWords(visit.words.display.done, visit.query);
  return { page: await displayPage(visit, rooms, { notice }) };
}

/** Saves what was chosen, shows it first, or forgets it. */
export async function saveDisplay(visit: Visit, rooms: SiteRooms): Promise<Answer> {
  const act = visit.form.get(DISPLAY_ACTION);
  if (act === 'reset') {
    visit.cookies.push(toSetCookie(DISPLAY_COOKIE, '', { maxAgeSeconds: 0, isReadable: true }));
    return { goTo: `${visit.href('/display')}?done=reset` };
  }
  const display = readDisplayForm(visit.form, visit.view.display);
  if (act === 'preview') {
    const previewed = { ...visit, view: { ...visit.view, display } };
    const page = await displayPage(previewed, rooms, { notice: visit.words.display.previewed });
    return { page, view: previewed.view };
  }
  keep(visit, display);
  return { goTo: `${visit.href('/display')}?done=saved` };
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
    const problems = [{ field: 'link', words: visit.words.display.gpiiNothing }];
    return { page: await displayPage(visit, rooms, { problems }), status: 422 };
  }
  keep(visit, { ...USUAL_DISPLAY, ...display });
  return { goTo: `${visit.href('/display')}?done=gpii` };
}

/** Scripts may read it: UI Options do. */
function keep({ cookies }: Visit, display: Display): void {
  const options = { maxAgeSeconds: YEAR_SECONDS, isReadable: true };
  cookies.push(toSetCookie(DISPLAY_COOKIE, toDisplayCookie(display), options));
}

interface Shown {
  readonly notice?: string | undefined;
  readonly problems?: readonly Problem[];
}

async function displayPage(visit: Visit, rooms: SiteRooms, { notice, problems = [] }: Shown): Promise<Page> {
  const { words, account, view } = visit;
  const links = account === undefined ? [] : await listLinks(rooms, account.email);
  return {
    title: words.display.title,
    problems,
    body: (
      <>
        {notice === undefined ? null : (
          <Notice tone="good" isStatus>
            <p>{notice}</p>
          </Notice>
        )}
        <p>{words.display.lead}</p>
        <DisplayForm visit={visit} chosen={view.display} />
        <Section id="gpii" heading={words.display.gpiiHeading}>
          <p>{words.display.gpiiLead}</p>
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
        <a href={`${href('/sign-in')}?return_to=${encodeURIComponent(href('/display'))}`}>{words.gpiiSignIn}</a>
      </p>
    );
  }
  const form = { view, action: href('/display/from-gpii'), problems, values: {} };
  if (links.length === 0) {
    return (
      <p id="link">
        {words.gpiiNoKey} <a href={href('/keys')}>{words.gpiiAddKey}</a>
      </p>
    );
  }
  const options = links.map(({ linkId, label }) => ({ value: linkId, text: label === '' ? words.gpiiKey : label }));
  return (
    <Form form={form}>
      <Select form={form} name="link" label={words.gpiiKey} options={options} />
      <Actions>
        <Button look="plain">{words.gpiiSubmit}</Button>
      </Actions>
    </Form>
  );
}
