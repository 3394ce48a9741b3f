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

/** How somebody wants pages to look: terms and values of Infusion's UI Options. */
export interface Display {
  /** Times the usual size: 1 to 2, by tenths. */
  readonly textSize: number;
  /** Times the usual space: 1 to 2, by tenths. */
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
    textSize: toTenths(of('textSize')),
    lineSpace: toTenths(of('lineSpace')),
    theme: THEMES.find((theme) => theme === of('contrast')) ?? 'default',
    font: FONTS.find((font) => font === of('textFont')) ?? 'default',
    hasLargerInputs: of('enhanceInputs') === true,
    hasContents: of('tableOfContents') === true,
  };
}

/** The display as the cookie has it: only what is not as usual, which is how UI Options save. */
export function toDisplayCookie(display: Display): string {
  const preferences = {
    ...(display.textSize === 1 ? {} : { fluid_prefs_textSize: display.textSize }),
    ...(display.lineSpace === 1 ? {} : { fluid_prefs_lineSpace: display.lineSpace }),
    ...(display.theme === 'default' ? {} : { fluid_prefs_contrast: display.theme }),
    ...(display.font === 'default' ? {} : { fluid_prefs_textFont: display.font }),
    ...(display.hasLargerInputs ? { fluid_prefs_enhanceInputs: true } : {}),
    ...(display.hasContents ? { fluid_prefs_tableOfContents: true } : {}),
  };
  return encodeURIComponent(JSON.stringify({ preferences }));
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

function toTenths(value: unknown): number {
  return typeof value === 'number' && value >= 1 && value <= 2 ? Math.round(value * 10) / 10 : 1;
}
