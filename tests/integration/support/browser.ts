import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { testFile } from './test-file.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'];
const executablePath = folders
  .filter((folder) => folder !== '')
  .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** Undefined where there is a browser; else why a test that needs one is passed over. */
export const whyNoBrowser = executablePath === undefined ? 'chromium is missing' : undefined;

// What moves is not judged half way.
const STILL = { reducedMotion: 'reduce' } as const;

/** Ways in which people look at a page. At 200 % zoom a window of 1280 pixels has 640 of CSS, each twice as wide. */
export const LOOKS = {
  wide: { ...STILL, viewport: { width: 1280, height: 900 } },
  narrow: { ...STILL, viewport: { width: 320, height: 640 } },
  zoomed: { ...STILL, viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 },
  dark: { ...STILL, viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
} as const;

const QUIET = ['--disable-gpu', '--disable-background-networking', '--disable-component-update', '--no-first-run'];
// A page lives too short for its scripts to be worth an optimising compiler.
const LAZY = '--js-flags=--no-opt --no-maglev';
const LAUNCH = {
  executablePath: executablePath ?? '',
  // Chromium has no sandbox for root.
  args: [...QUIET, LAZY, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
};

/** Starts a browser with a profile of its own that is thrown away. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch(LAUNCH);
  testFile.closers.push(() => browser.close());
  return browser;
}

/** Starts a browser that keeps its profile in a folder, as that of a person does. Whoever starts it closes it. */
export async function startBrowserOn(profile: string): Promise<BrowserContext> {
  const context = await chromium.launchPersistentContext(profile, {
    ...LAUNCH,
    ...LOOKS.wide,
  });
  testFile.closers.push(() => context.close());
  return context;
}

/** Rules of axe that depend on colours: for a way to look in which nothing else differs. */
export const COLOURS_ONLY = ['color-contrast', 'link-in-text-block'];

/**
 * What is wrong with a page in each of the LOOKS. The page stays: what somebody has opened or written in it is looked at too. In the
 * dark nothing but colours differs from the wide one, so no other rule is asked again.
 */
export async function lookInEveryWay(page: Page, name: string): Promise<readonly string[]> {
  const window = await page.context().newCDPSession(page);
  const barriers: string[] = [];
  for (const [way, { viewport, ...look }] of Object.entries(LOOKS)) {
    const deviceScaleFactor = 'deviceScaleFactor' in look ? look.deviceScaleFactor : 1;
    await page.emulateMedia({ colorScheme: 'colorScheme' in look ? look.colorScheme : 'light' });
    await page.setViewportSize(viewport);
    await window.send('Emulation.setDeviceMetricsOverride', { ...viewport, deviceScaleFactor, mobile: false });
    barriers.push(...(await findBarriers(page, `${name}-${way}`, way === 'dark' ? COLOURS_ONLY : undefined)));
  }
  await window.detach();
  return barriers;
}

/** Half as long as what the package exports, and each page reads it anew. */
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** Runs in the page, and brings out no more than is told: the whole of what axe knows is a megabyte. */
const ASK = `async (rules) => {
  const asked = { resultTypes: ['violations'], selectors: false, ...(rules === null ? {} : { runOnly: rules }) };
  const { violations } = await axe.run(asked);
  return {
    barriers: violations.map(({ id, impact, nodes }) => id + ' (' + impact + ') ' + nodes[0].html),
    overflow: document.documentElement.scrollWidth - window.innerWidth,
  };
}`;

/**
 * What is wrong with a page for somebody: all that axe finds, and a page wider than its window.
 *
 * @param rules - Of axe; all of them where left out.
 * @param name - Where GPII_TEST_SCREENSHOTS names a folder, a picture of this name goes there, for people to look at.
 */
export async function findBarriers(page: Page, name: string, rules?: readonly string[]): Promise<readonly string[]> {
  const pictures = process.env.GPII_TEST_SCREENSHOTS;
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe);
  const asked = `(${ASK})(${JSON.stringify(rules ?? null)})`;
  const { barriers, overflow } = await page.evaluate<{ barriers: readonly string[]; overflow: number }>(asked);
  return [
    ...barriers.map((barrier) => `${name}: ${barrier}`),
    ...(overflow > 0 ? [`${name}: ${overflow} pixels wider than the window`] : []),
  ];
}
