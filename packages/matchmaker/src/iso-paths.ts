import { splitElPath } from './split-el-path.ts';
import { commonTerm } from './terms.ts';

/** Where ISO 24751 has each flat common term: container path -> short name of the flat term -> name in the container. */
const ISO_CONTAINERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'display.screenEnhancement': {
    fontSize: 'fontSize',
    lineSpace: '-provisional-lineSpace',
    characterSpace: '-provisional-characterSpace',
    'inputsLarger/enabled': '-provisional-inputsLarger/enabled',
    foregroundColor: 'foregroundColor',
    backgroundColor: 'backgroundColor',
    highlightColor: 'highlightColor',
    fontFaceFontName: 'fontFaceFontName',
    fontFaceGenericFontFace: 'fontFaceGenericFontFace',
    'magnification/enabled': '-provisional-magnification/enabled',
    magnification: 'magnification',
    magnifierPosition: '-provisional-magnifierPosition',
    tracking: 'tracking',
    trackingTTS: 'trackingTTS',
    invertImages: 'invertImages',
    invertColours: '-provisional-invertColours',
    cursorSize: 'cursorSize',
    'highContrast/enabled': '-provisional-highContrast/enabled',
    highContrastTheme: '-provisional-highContrastTheme',
    mouseTrailing: 'mouseTrailing',
    DPIScale: '-provisional-DPIScale',
    nightScreen: '-provisional-nightScreen',
  },
  'display.screenReader': {
    screenReaderBrailleOutput: '-provisional-screenReaderBrailleOutput',
    auditoryOutLanguage: '-provisional-auditoryOutLanguage',
    speechRate: 'speechRate',
    speakTutorialMessages: '-provisional-speakTutorialMessages',
    keyEcho: '-provisional-keyEcho',
    wordEcho: '-provisional-wordEcho',
    announceCapitals: '-provisional-announceCapitals',
    punctuationVerbosity: '-provisional-punctuationVerbosity',
    'screenReaderTTS/enabled': '-provisional-screenReaderTTS/enabled',
  },
  'display.textReadingHighlight': {
    pitch: 'pitch',
    readingUnit: 'readingUnit',
    volumeTTS: '-provisional-volumeTTS',
    'selfVoicing/enabled': '-provisional-selfVoicing/enabled',
  },
  'display.braille': {
    brailleMode: '-provisional-brailleMode',
  },
  display: {
    screenOffTime: '-provisional-screenOffTime',
    screenRotation: '-provisional-screenRotation',
    screenDefaultRotation: '-provisional-screenDefaultRotation',
    screenDim: '-provisional-screenDim',
  },
  control: {
    'onScreenKeyboard/enabled': 'onscreenKeyboard',
    hapticFeedback: '-provisional-hapticFeedback',
    speechControl: '-provisional-speechControl',
  },
  'control.mouseEmulation': {
    initDelay: '-provisional-initDelay',
    cursorSpeed: 'cursorSpeed',
    'mouseEmulation/enabled': '-provisional-mouseEmulation/enabled',
  },
  'control.keyboardEnhancement': {
    stickyKeys: 'stickyKeys',
    toggleKeys: 'toggleKeys',
  },
  'control.keyboardEnhancement.slowKeys': {
    slowKeysInterval: 'slowKeysInterval',
    'slowKeys/enabled': '-provisional-slowKeys/enabled',
  },
  'control.keyboardEnhancement.debounceKeys': {
    'debounce/enabled': '-provisional-debounce/enabled',
  },
  'control.structuralNavigation': {
    tableOfContents: 'tableOfContents',
  },
  content: {
    adaptationPreference: 'adaptationPreference',
    supportTool: 'supportTool',
  },
  '-provisional-cognitiveSupport': {
    'simplifiedUi/enabled': '-provisional-simplifiedUi/enabled',
    'syllabification/enabled': '-provisional-syllabification/enabled',
  },
  '-provisional-general': {
    volume: '-provisional-volume',
    screenBrightness: '-provisional-screenBrightness',
  },
  '': {
    language: 'language',
  },
  'keyboard.typingEnhancement': {
    autocorrectionEnabled: 'autocorrection',
    spellCheckEnabled: 'spellCheck',
    textPredictionEnabled: 'textPrediction',
    textPredictionWithSpaceEnabled: 'textPredictionWithSpace',
    doubleTabSpaceEnabled: 'doubleTabSpace',
    keyAudioFeedbackEnabled: 'keyAudioFeedback',
    autoShiftEngageEnabled: 'autoShiftEngage',
    shiftLockEnabled: 'shiftLock',
    compatibilityKeyboardEnabled: 'compatibilityKeyboard',
    autoScreenKeyboardEnabled: 'autoScreenKeyboard',
  },
};

/**
 * The 69 common terms that ISO 24751 knows, each with the path of its value in an ISO 24751 preference set.
 *
 * Two steps need it: reading a set that is stored in the ISO view, and selecting solutions, where only these terms count.
 *
 * @see GPII-FORMATS §3.2, §3.5b
 */
export const ISO_PATHS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ISO_CONTAINERS)
    .flatMap(([container, terms]) => {
      const containerSegments = container === '' ? [] : splitElPath(container);
      return Object.entries(terms).map(([term, name]) => [commonTerm(term), [...containerSegments, name]] as const);
    })
    // As transformations write: short paths first. Of a solution's settings the last one says whether it runs (GPII-FORMATS §3b.4).
    .toSorted(([one], [other]) => one.length - other.length),
);
