/** What the person who keys in is told when it is not simply done (UX.md, "When things go wrong"). */
export const PERSON_SENTENCES = {
  unknownGpiiToken: "We don't know this key. Try again, or ask the staff for help.",
  notConnected:
    "This computer isn't connected to GPII Cloud. Tell the staff: code 401-R. Settings on this computer still apply.",
  tooManyTries: 'Please wait a minute, then key in again.',
  computerOnly: 'Settings on this computer are on.',
  computerOnlyForNow:
    "Your settings on this computer are on. Settings from GPII Cloud can't be reached right now; we'll try again.",
  cloudDown: "Settings from GPII Cloud can't be reached right now. Try again in a few minutes.",
  alreadyKeyedIn: 'This key is keyed in already. Key out first to key in again.',
  nobodyKeyedIn: 'Nobody is keyed in on this computer.',
  otherPersonKeyedIn: 'Another person is keyed in on this computer. Nothing was changed.',
  oneLeftOut: "One setting can't be used on this computer; the others are on.",
  someLeftOut: "settings can't be used on this computer; the others are on.",
  notApplied: "Your settings can't be put on this computer. It is as it was before. Ask the staff for help.",
  notRestored:
    'Some settings of this computer could not be put back. Tell the staff: it is tried again at the next key-in or restart.',
  changed: 'Changed.',
  changedNothing: 'Nothing on this computer uses this setting, so nothing changed here.',
  saved: 'Saved in GPII Cloud.',
  notSaved: 'Not saved in GPII Cloud: the change stays on until you key out.',
  notSavedEither: 'Not saved in GPII Cloud either.',
  notChanged: "This change can't be put on this computer. Your settings are as they were before it.",
  invalidChange: "This setting can't have this value. Nothing was changed.",
  invalidForCloud: "GPII Cloud doesn't take this value.",
  mayNotSave: 'This computer may not save this setting in GPII Cloud.',
  readOnly: 'The settings of this key are for reading only.',
  tooLargeToSave: 'GPII Cloud has no more room for the settings of this key.',
  debounced: 'This tap came right after the last one. Nothing was changed.',
} as const;
