import { DISPLAY_WORDS, DisplayForm, readDisplayWish } from '../display-form.tsx';
import type { Page } from '../layout.tsx';
import { Notice } from '../parts.tsx';
import type { LocalAnswer, LocalVisit } from './local-visit.ts';

/** How pages look, for a local page: the page itself is the preview. */
export const DISPLAY_ROUTES = {
  'GET /display': (visit: LocalVisit): Promise<LocalAnswer> =>
    Promise.resolve({ page: displayPage(visit, displayDone(visit)) }),
  'POST /display': saveDisplay,
} as const;

/** Keeps in a cookie how pages look, as the website does; or shows it first. */
function saveDisplay(visit: LocalVisit): Promise<LocalAnswer> {
  const { view, form, href, cookies } = visit;
  const wish = readDisplayWish(form, view.display);
  if (wish.kind !== 'preview') {
    cookies.push(wish.cookie);
    return Promise.resolve({ goTo: href(`/display?done=${wish.kind}`) });
  }
  const previewed = { ...visit, view: { ...view, display: wish.display } };
  const page = displayPage(previewed, DISPLAY_WORDS[view.language].previewed);
  return Promise.resolve({ page, view: previewed.view });
}

function displayDone({ view, query }: LocalVisit): string | undefined {
  const words = DISPLAY_WORDS[view.language].done;
  return Object.entries(words).find(([what]) => what === query.get('done'))?.[1];
}

function displayPage(visit: LocalVisit, notice: string | undefined): Page {
  const words = DISPLAY_WORDS[visit.view.language];
  return {
    title: words.title,
    body: (
      <>
        {notice === undefined ? null : (
          <Notice tone="good" isStatus>
            <p>{notice}</p>
          </Notice>
        )}
        <p>{words.lead}</p>
        <DisplayForm view={visit.view} />
      </>
    ),
  };
}
