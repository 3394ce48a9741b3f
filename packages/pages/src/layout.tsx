import type { ComponentChildren, VNode } from 'preact';
import { classesOf } from './display.ts';
import { FORM_TOKEN_FIELD } from './own-form.ts';
import { LANGUAGE_NAMES, LANGUAGES } from './language.ts';
import type { Problem, View } from './view.ts';

/** A page. Its title is its `h1`, unless `hasOwnHeading`. */
export interface Page {
  readonly title: string;
  readonly problems?: readonly Problem[];
  /** Wide pages are lists; others have lines that can be read. */
  readonly isWide?: boolean;
  /** Where the link above the heading leads. */
  readonly back?: { readonly href: string; readonly text: string };
  readonly hasOwnHeading?: boolean;
  readonly body: ComponentChildren;
  /** Where its form may lead to by way of our answer, besides this site: an origin or scheme for the policy. */
  readonly formTarget?: string;
}

/** The whole document of a page. */
export function Document({ view, page }: { view: View; page: Page }): VNode {
  const { words, assets } = view;
  const title = `${page.title} – ${words.siteName}`;
  const hasProblems = (page.problems ?? []).length > 0;
  const classes = classesOf(view.display);
  return (
    <html lang={view.language} dir={words.direction} {...(classes === '' ? {} : { class: classes })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{hasProblems ? words.errorTitle(title) : title}</title>
        <link rel="stylesheet" href={assets.style} />
        <script src={assets.script} defer />
      </head>
      <body data-copied={words.copied} data-copy={words.copy} data-show={words.show} data-hide={words.hide}>
        <a class="skip" href="#main">
          {words.skipToContent}
        </a>
        <Top view={view} />
        <main id="main" class="wrap" tabIndex={-1}>
          <div class={page.isWide === true ? 'stack' : 'stack narrow'}>
            {page.back === undefined ? null : (
              <a class="back" href={page.back.href}>
                {page.back.text}
              </a>
            )}
            <ErrorSummary view={view} problems={page.problems ?? []} />
            {page.hasOwnHeading === true ? null : <h1>{page.title}</h1>}
            {page.body}
          </div>
        </main>
        <Foot view={view} />
      </body>
    </html>
  );
}

/** The sign of the site: a key in a circle. */
export function Mark(): VNode {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <circle class="mark-ground" cx="16" cy="16" r="15" />
      <circle class="mark-line" cx="12" cy="14" r="4.5" />
      <path class="mark-line" d="M15.5 17.2 24 25m-3.2-3 2.4-2.6" />
    </svg>
  );
}

function Top({ view }: { view: View }): VNode {
  const { words, base, account, navigation } = view;
  return (
    <header class="top">
      <div class="wrap">
        <a class="mark" href={`${base}/`}>
          <Mark /> {words.siteName}
        </a>
        {navigation.length === 0 ? null : (
          <nav aria-label={words.mainNavigation}>
            <ul class="nav">
              {navigation.map(({ href, text, isCurrent }) => (
                <li key={href}>
                  <a href={href} {...(isCurrent ? { 'aria-current': 'page' as const } : {})}>
                    {text}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        <ul class="nav end">
          <li>
            <a href={`${base}/display`} {...uiOptionsOf(view)}>
              {words.displayPreferences}
            </a>
          </li>
          {account === undefined ? null : (
            <li>
              <form method="post" action={`${base}/sign-out`}>
                <input type="hidden" name={FORM_TOKEN_FIELD} value={view.formToken} />
                <button class="linkish" type="submit">
                  {words.signOut}
                  <span class="hidden"> {account.name}</span>
                </button>
              </form>
            </li>
          )}
        </ul>
      </div>
    </header>
  );
}

/** What the script needs to open UI Options in place. */
function uiOptionsOf({ words, assets: { uiOptions } }: View): Record<string, string> {
  if (uiOptions === undefined) return {};
  const { script, folder } = uiOptions;
  return {
    'data-ui-options': folder,
    'data-script': script,
    'data-reset': words.resetDisplay,
    'data-close': words.close,
  };
}

function Foot({ view }: { view: View }): VNode {
  const { words, base, here } = view;
  const others = LANGUAGES.filter((language) => language !== view.language);
  return (
    <footer class="foot">
      <div class="wrap row spread">
        <span>{words.organisation}</span>
        <nav aria-label={words.footerNavigation}>
          <ul class="nav">
            <li>
              <a href={`${base}/help`}>{words.help}</a>
            </li>
            {here === undefined
              ? null
              : others.map((language) => (
                  <li key={language}>
                    <a href={withLanguage(here, language)} lang={language} hreflang={language}>
                      {LANGUAGE_NAMES[language]}
                    </a>
                  </li>
                ))}
          </ul>
        </nav>
      </div>
    </footer>
  );
}

function withLanguage(here: string, language: string): string {
  // A value may have a question mark of its own: what stands in the address stays as it is.
  const [, path = here, query = ''] = /^([^?]*)\?(.*)$/s.exec(here) ?? [];
  const kept = query.split('&').filter((part) => part !== '' && !part.startsWith('lang='));
  return `${path}?${[...kept, `lang=${language}`].join('&')}`;
}

/** It gets the focus without a script, and leads to the fields (UX, error summary). */
export function ErrorSummary({ view, problems }: { view: View; problems: readonly Problem[] }): VNode | null {
  if (problems.length === 0) return null;
  return (
    <div class="note danger" role="alert" aria-labelledby="error-summary" tabIndex={-1} autofocus>
      <h2 id="error-summary">{view.words.thereIsAProblem}</h2>
      <ul>
        {problems.map(({ field, words }) => (
          <li key={field + words}>
            <a href={`#${field}`}>{words}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
