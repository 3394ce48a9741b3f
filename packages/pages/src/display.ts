import type { IncomingMessage } from 'node:http';
import { readCookie } from './cookies.ts';

/** The cookie in which Infusion's UI Options keep what somebody chose, as JSON (UX, UI Options). */
export const DISPLAY_COOKIE = 'fluid-ui-settings';

/** Contrast themes of UI Options. */
export const THEMES = ['default', 'bw', 'wb', 'by', 'yb', 'lgdg', 'gw', 'gd', 'bbr'] as const;
/** Text styles of UI Options. */
export const FONTS = [
  'default',
  'system',
  'times',
  'comic',
  'arial',
  'verdana',
  'open-dyslexic',
  'atkinson-hyperlegible',
] as const;

/** Text sizes of UI Options, in times the usual one. */
export const TEXT_SIZES = { least: 0.5, most: 2 } as const;
/** Line spaces of UI Options, in times the usual one. */
export const LINE_SPACES = { least: 0.7, most: 2 } as const;

/** How somebody wants pages to look: terms and values of Infusion's UI Options. */
export interface Display {
  /** Times the usual size: 0.5 to 2, by tenths. */
  readonly textSize: number;
  /** Times the usual space: 0.7 to 2, by tenths. */
  readonly lineSpace: number;
  readonly theme: (typeof THEMES)[number];
  readonly font: (typeof FONTS)[number];
  readonly hasLargerInputs: boolean;
  readonly hasContents: boolean;
}

export const USUAL_DISPLAY: Display = {
  textSize: 1,
  lineSpace: 1,
  theme: 'default',
  font: 'default',
  hasLargerInputs: false,
  hasContents: false,
};

/** What the cookie says. What cannot be read in it is as usual: a page never fails for a cookie. */
export function readDisplay(request: IncomingMessage): Display {
  const text = readCookie(request, DISPLAY_COOKIE);
  if (text === undefined || text.length > 4000) return USUAL_DISPLAY;
  try {
    const cookie = JSON.parse(decodeURIComponent(text)) as { preferences?: unknown } | null;
    return toDisplay((cookie?.preferences ?? cookie ?? {}) as Readonly<Record<string, unknown>>);
  } catch {
    return USUAL_DISPLAY;
  }
}

/** Preferences under the names that UI Options have for them, as a display. Unknown values count as usual. */
export function toDisplay(preferences: Readonly<Record<string, unknown>>): Display {
  const of = (name: string): unknown => preferences[`fluid_prefs_${name}`];
  return {
    textSize: toTenths(of('textSize'), TEXT_SIZES),
    lineSpace: toTenths(of('lineSpace'), LINE_SPACES),
    theme: THEMES.find((theme) => theme === of('contrast')) ?? 'default',
    font: FONTS.find((font) => font === of('textFont')) ?? 'default',
    hasLargerInputs: of('enhanceInputs') === true,
    hasContents: of('tableOfContents') === true,
  };
}

/** What UI Options call a preference, and what they save it as a second time. */
const ALIASES = {
  textSize: 'textSize',
  lineSpace: 'lineSpace',
  textFont: 'textFont',
  contrast: 'theme',
  enhanceInputs: 'inputs',
  tableOfContents: 'toc',
} as const;

/**
 * The display as Infusion 4.8.0 saves it, character by character: only what is not as usual, each under its name and its
 * alias. A test has the real UI Options write it.
 */
export function toDisplayCookie(display: Display): string {
  const { textSize, lineSpace, theme, font, hasLargerInputs, hasContents } = display;
  const preferences = {
    ...(textSize === 1 ? {} : named('textSize', textSize)),
    ...(lineSpace === 1 ? {} : named('lineSpace', lineSpace)),
    ...(font === 'default' ? {} : named('textFont', font)),
    ...(theme === 'default' ? {} : named('contrast', theme)),
    ...(hasContents ? named('tableOfContents', true) : {}),
    ...(hasLargerInputs ? named('enhanceInputs', true) : {}),
  };
  return encodeURIComponent(JSON.stringify({ preferences }, undefined, 4));
}

function named(
  name: keyof typeof ALIASES,
  value: number | string | boolean,
): Record<string, number | string | boolean> {
  return { [`fluid_prefs_${name}`]: value, [ALIASES[name]]: value };
}

/** Classes of the `html` element, which the stylesheet knows; a policy without inline styles allows no more. */
export function classesOf(display: Display): string {
  return [
    ...(display.textSize === 1 ? [] : [`text-${Math.round(display.textSize * 10)}`]),
    ...(display.lineSpace === 1 ? [] : [`lines-${Math.round(display.lineSpace * 10)}`]),
    ...(display.theme === 'default' ? [] : [`theme-${display.theme}`]),
    ...(display.font === 'default' ? [] : [`font-${display.font}`]),
    ...(display.hasLargerInputs ? ['larger-inputs'] : []),
  ].join(' ');
}

function toTenths(value: unknown, { least, most }: { least: number; most: number }): number {
  // UI Options' own sliders leave 1.2000000000000002.
  const tenths = typeof value === 'number' ? Math.round(value * 10) / 10 : 1;
  return tenths >= least && tenths <= most ? tenths : 1;
}
