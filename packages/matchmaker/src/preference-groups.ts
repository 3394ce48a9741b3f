import { isJsonObject } from './json.ts';
import type { PreferenceSet } from './preference-set.ts';
import { applicationIdOf, commonTerm, isApplicationTerm } from './terms.ts';

/** Ids of the groups. Stable: consents are stored by them, and pages have words for each. */
export type PreferenceGroupId =
  | 'text-contrast'
  | 'screen'
  | 'magnifier'
  | 'reading-aloud'
  | 'sound-captions'
  | 'keyboard-mouse'
  | 'understanding'
  | 'language';

/** A group of common terms that a person shares or keeps as one. */
interface PreferenceGroup {
  readonly id: PreferenceGroupId;
  /** Short names of the common terms in it. */
  readonly terms: readonly string[];
}

/**
 * The common terms in the groups in which they are shared: each in exactly one. Grouped by what they tell about a person,
 * not by where ISO 24751 has them.
 */
export const PREFERENCE_GROUPS: readonly PreferenceGroup[] = [
  {
    id: 'text-contrast',
    terms: [
      ...['fontSize', 'fontFaceFontName', 'fontFaceGenericFontFace', 'lineSpace', 'characterSpace', 'wordSpace'],
      ...['foregroundColor', 'backgroundColor', 'highlightColor', 'contrast', 'highContrast/enabled'],
      ...['highContrastTheme', 'invertColours', 'invertImages', 'nightScreen', 'inputsLarger/enabled'],
    ],
  },
  {
    id: 'screen',
    terms: [
      ...['screenBrightness', 'screenResolution', 'screenRotation', 'screenDefaultRotation', 'screenDim'],
      ...['screenOffTime', 'DPIScale'],
    ],
  },
  {
    id: 'magnifier',
    terms: ['magnification/enabled', 'magnification', 'magnifierPosition', 'tracking', 'showCrosshairs'],
  },
  {
    id: 'reading-aloud',
    terms: [
      ...['screenReaderTTS/enabled', 'selfVoicing/enabled', 'speechRate', 'pitch', 'volumeTTS', 'auditoryOutLanguage'],
      ...['readingUnit', 'trackingTTS', 'punctuationVerbosity', 'announceCapitals', 'keyEcho', 'wordEcho'],
      ...['speakTutorialMessages', 'screenReaderBrailleOutput', 'brailleMode'],
    ],
  },
  {
    id: 'sound-captions',
    terms: ['volume', 'captions/enabled', 'subtitles/enabled', 'audioDescription/enabled', 'adaptationPreference'],
  },
  {
    id: 'keyboard-mouse',
    terms: [
      ...['stickyKeys', 'toggleKeys', 'slowKeys/enabled', 'slowKeysInterval', 'debounce/enabled', 'debounceInterval'],
      ...[
        'onScreenKeyboard/enabled',
        'mouseEmulation/enabled',
        'initDelay',
        'cursorSpeed',
        'cursorSize',
        'cursorColor',
      ],
      ...['mouseTrailing', 'hapticFeedback', 'speechControl', 'autocorrectionEnabled', 'spellCheckEnabled'],
      ...['textPredictionEnabled', 'textPredictionWithSpaceEnabled', 'doubleTabSpaceEnabled'],
      ...['keyAudioFeedbackEnabled', 'autoShiftEngageEnabled', 'shiftLockEnabled', 'compatibilityKeyboardEnabled'],
      'autoScreenKeyboardEnabled',
    ],
  },
  {
    id: 'understanding',
    terms: ['simplifiedUi/enabled', 'syllabification/enabled', 'tableOfContents', 'supportTool'],
  },
  { id: 'language', terms: ['language'] },
];

const APPLICATION_PREFIX = 'application:';

const GROUP_OF_TERM: ReadonlyMap<string, string> = new Map(
  PREFERENCE_GROUPS.flatMap(({ id, terms }) => terms.map((name) => [commonTerm(name), id] as const)),
);

/** The group that holds all settings of one application. */
export function applicationGroup(solutionId: string): string {
  return APPLICATION_PREFIX + solutionId;
}

/** The application whose settings a group holds; undefined for groups of common terms. */
export function applicationOfGroup(group: string): string | undefined {
  return group.startsWith(APPLICATION_PREFIX) ? group.slice(APPLICATION_PREFIX.length) : undefined;
}

/**
 * The group that a preference is shared with: that of a common term, or of its application. Undefined for a term that we
 * do not know: it is shared with nobody.
 */
export function groupOf(term: string): string | undefined {
  return isApplicationTerm(term) ? applicationGroup(applicationIdOf(term)) : GROUP_OF_TERM.get(term);
}

/** The applications that a preference set has settings for, in the order in which it names them. */
export function applicationsOf({ contexts = {} }: PreferenceSet): readonly string[] {
  const terms = Object.values(contexts).flatMap(({ preferences }) =>
    isJsonObject(preferences) ? Object.keys(preferences) : [],
  );
  return [...new Set(terms.filter(isApplicationTerm).map(applicationIdOf))];
}
