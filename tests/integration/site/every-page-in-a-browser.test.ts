import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { COLOURS_ONLY, findBarriers, startBrowser, whyNoBrowser } from '../support/browser.ts';
import { PAGES_TO_LOOK_AT, type PageToLookAt } from './pages-to-look-at.ts';
import { makeScene, type Scene } from './scene.ts';

const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 320, height: 640 };
const USUAL = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' } as const;

/** Ways to look. The page stays; where nothing but colours differs, no other rule is asked again. */
const WAYS = [
  { way: 'light', media: USUAL },
  { way: 'dark', media: { ...USUAL, colorScheme: 'dark' }, rules: COLOURS_ONLY },
  { way: 'more-contrast', media: { ...USUAL, contrast: 'more' }, rules: COLOURS_ONLY },
  { way: 'forced-colours', media: { ...USUAL, forcedColors: 'active' }, rules: COLOURS_ONLY },
  { way: 'phone', media: USUAL, size: PHONE },
] as const;

const FEW_WAYS = WAYS.filter(({ way }) => way === 'light' || way === 'phone');
const arePicturesMade = process.env.GPII_TEST_SCREENSHOTS !== undefined;

/** Contrast themes of UI Options; `lgdg` is left out: it is for people who want less contrast. */
const THEMES = ['bw', 'wb', 'by', 'yb', 'gw', 'gd', 'bbr'];

describe.skipIf(whyNoBrowser !== undefined)(`every page (${whyNoBrowser ?? 'in Chromium'})`, () => {
  let scene: Scene;
  let browser: Browser;
  beforeAll(async () => {
    [scene, browser] = await Promise.all([makeScene(), startBrowser()]);
  });

  async function open({ isSignedIn }: { isSignedIn: boolean }): Promise<Page> {
    const context = await browser.newContext({ viewport: WIDE, reducedMotion: 'reduce' });
    const page = await context.newPage();
    if (!isSignedIn) return page;
    await page.goto(`${scene.cloud.url}/sign-in?return_to=/help`);
    await page.getByLabel('Email address').fill(scene.ada.email);
    await page.getByLabel('Password', { exact: true }).fill(scene.ada.password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Help' }).waitFor();
    return page;
  }

  async function show(page: Page, { path, press }: Pick<PageToLookAt, 'path' | 'press'>): Promise<void> {
    await page.goto(scene.cloud.url + (typeof path === 'string' ? path : path(scene)));
    if (press === undefined) return;
    await page.getByRole('button', { name: press }).click();
    await page.locator('[role=alert]').waitFor();
  }

  test.each([false, true])('has no barrier, however it is looked at (signed in: %s)', async (isSignedIn) => {
    const page = await open({ isSignedIn });
    const barriers: string[] = [];
    for (const each of PAGES_TO_LOOK_AT.filter((one) => (one.isSignedIn ?? false) === isSignedIn)) {
      await show(page, each);
      const ways = each.isLikeOthers === true && !arePicturesMade ? FEW_WAYS : WAYS;
      for (const { way, media, ...more } of ways) {
        await page.emulateMedia(media);
        await page.setViewportSize('size' in more ? more.size : WIDE);
        barriers.push(...(await findBarriers(page, `${each.name}-${way}`, 'rules' in more ? more.rules : undefined)));
      }
    }
    expect(barriers).toEqual([]);
  });

  test('has no barrier in the themes of UI Options, with large text and fields on a phone', async () => {
    const page = await open({ isSignedIn: true });
    await page.setViewportSize(PHONE);
    const barriers: string[] = [];
    for (const theme of THEMES) {
      const preferences = { fluid_prefs_contrast: theme, fluid_prefs_textSize: 2, fluid_prefs_enhanceInputs: true };
      const value = encodeURIComponent(JSON.stringify({ preferences }));
      await page.context().addCookies([{ name: 'fluid-ui-settings', value, url: scene.cloud.url }]);
      await show(page, { path: '/account' });
      barriers.push(...(await findBarriers(page, `account-theme-${theme}`, COLOURS_ONLY)));
    }
    await show(page, { path: '/display' });
    barriers.push(...(await findBarriers(page, 'display-large')));
    expect(barriers).toEqual([]);
  });
});
