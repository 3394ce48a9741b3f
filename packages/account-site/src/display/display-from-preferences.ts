import { applicationTerm, commonTerm, isJsonObject, toFlatPreferenceSet, type JsonObject } from '@gpii/matchmaker';
import { toDisplay, type Display } from '@gpii/pages';

/** The extension that changes web pages: what is said for it fits best. */
const UIO_PLUS = applicationTerm('net.gpii.uioPlus');
/** GPII counts text in points; so many are the usual size of a page. */
const USUAL_POINTS = 12;
const DEFAULT_CONTEXT = 'gpii-default';

/** Common themes of GPII, and what UI Options have for them. */
const THEMES: Readonly<Record<string, string>> = {
  'regular-contrast': 'default',
  'black-white': 'bw',
  'white-black': 'wb',
  'black-yellow': 'by',
  'yellow-black': 'yb',
  'lime-black': 'wb',
  'grey-black': 'lgdg',
  'grey-white': 'gw',
  'black-brown': 'bbr',
};

/**
 * How somebody wants pages to look, by the GPII preferences of the default context.
 *
 * @param views - What a preferences safe holds.
 * @returns undefined where they say nothing about that.
 */
export function displayFromPreferences(views: JsonObject): Display | undefined {
  const { contexts = {} } = toFlatPreferenceSet(views);
  const preferences = (contexts[DEFAULT_CONTEXT] ?? Object.values(contexts)[0])?.preferences ?? {};
  const forPages = preferences[UIO_PLUS];
  const wanted = { ...fromCommonTerms(preferences), ...(isJsonObject(forPages) ? fromUioPlus(forPages) : {}) };
  return Object.keys(wanted).length === 0 ? undefined : toDisplay(wanted);
}

function fromCommonTerms(preferences: JsonObject): JsonObject {
  const of = (name: string): unknown => preferences[commonTerm(name)];
  const [points, space, theme] = [of('fontSize'), of('lineSpace'), of('highContrastTheme')];
  const [isHighContrast, isLarger] = [of('highContrast/enabled'), of('inputsLarger/enabled')];
  return {
    ...(typeof points === 'number' ? { fluid_prefs_textSize: within(points / USUAL_POINTS, 0.5, 2) } : {}),
    ...(typeof space === 'number' ? { fluid_prefs_lineSpace: within(space, 0.7, 2) } : {}),
    ...(typeof isHighContrast === 'boolean'
      ? { fluid_prefs_contrast: isHighContrast ? (THEMES[String(theme)] ?? 'wb') : 'default' }
      : {}),
    ...(typeof isLarger === 'boolean' ? { fluid_prefs_enhanceInputs: isLarger } : {}),
  };
}

function fromUioPlus({ fontSize, lineSpace, contrastTheme, inputsLargerEnabled }: JsonObject): JsonObject {
  return {
    ...(typeof fontSize === 'number' ? { fluid_prefs_textSize: within(fontSize, 0.5, 2) } : {}),
    ...(typeof lineSpace === 'number' ? { fluid_prefs_lineSpace: within(lineSpace, 0.7, 2) } : {}),
    ...(typeof contrastTheme === 'string' ? { fluid_prefs_contrast: contrastTheme } : {}),
    ...(typeof inputsLargerEnabled === 'boolean' ? { fluid_prefs_enhanceInputs: inputsLargerEnabled } : {}),
  };
}

function within(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
