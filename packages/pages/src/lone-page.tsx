import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { renderToString } from 'preact-render-to-string';
import { classesOf, type Display } from './display.ts';
import type { Language } from './language.ts';
import { Mark } from './layout.tsx';
import { PRIVATE_HEADERS } from './send-page.tsx';
import { FRAME_WORDS } from './words.ts';

/** What a page says that stands by itself. */
export interface LonePage {
  readonly language: Language;
  readonly display: Display;
  readonly siteName: string;
  readonly title: string;
  readonly text?: string;
  /** Path where it leads by itself, at once; its title is the link. */
  readonly goOn?: string;
}

const STYLE_FILE = fileURLToPath(new URL('../assets/style.css', import.meta.url));

let sheet: { readonly css: string; readonly policy: string } | undefined;

/** Without fonts: there is nobody left to ask for them. */
function loadSheet(): NonNullable<typeof sheet> {
  if (sheet !== undefined) return sheet;
  const css = readFileSync(STYLE_FILE, 'utf8').replace(/@font-face\s*\{[^}]*\}/g, '');
  const hash = createHash('sha256').update(css).digest('base64');
  sheet = { css, policy: `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; frame-ancestors 'none'` };
  return sheet;
}

/** Answers with a page that needs nothing else of its server, which may end right after it, and leads nowhere else. */
export function sendLonePage(response: ServerResponse, page: LonePage): void {
  const { language, display, siteName, title, text, goOn } = page;
  const { css, policy } = loadSheet();
  const classes = classesOf(display);
  const html = `<!doctype html>${renderToString(
    <html lang={language} dir={FRAME_WORDS[language].direction} {...(classes === '' ? {} : { class: classes })}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${siteName}`}</title>
        {goOn === undefined ? null : <meta http-equiv="refresh" content={`0;url=${goOn}`} />}
        <style dangerouslySetInnerHTML={{ __html: css }} />
      </head>
      <body>
        <header class="top">
          <div class="wrap">
            <span class="mark">
              <Mark /> {siteName}
            </span>
          </div>
        </header>
        <main class="wrap">
          <div class="stack narrow">
            <h1>{goOn === undefined ? title : <a href={goOn}>{title}</a>}</h1>
            {text === undefined ? null : <p>{text}</p>}
          </div>
        </main>
      </body>
    </html>,
  )}`;
  response.writeHead(200, {
    ...PRIVATE_HEADERS,
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Length': Buffer.byteLength(html),
    'Content-Security-Policy': policy,
    'X-Content-Type-Options': 'nosniff',
    Connection: 'close',
  });
  response.end(html);
}
