/**
 * What the person who keys in is told when it did not work (UX.md, "When things go wrong"). The sentences for an
 * unreachable cloud and a missing requester there also promise settings of the computer's own and a later try: they get
 * these halves back when the computer has them (local preferences).
 */
export const PERSON_SENTENCES = {
  unknownGpiiToken: "We don't know this key. Try again, or ask the staff for help.",
  notConnected:
    "This computer isn't connected to GPII Cloud. Tell the staff: code 401-R. Settings on this computer still apply.",
  tooManyTries: 'Please wait a minute, then key in again.',
  computerOnly: 'Settings on this computer are on.',
  cloudDown: "Settings from GPII Cloud can't be reached right now. Try again in a few minutes.",
  alreadyKeyedIn: 'This key is keyed in already. Key out first to key in again.',
  nobodyKeyedIn: 'Nobody is keyed in on this computer.',
  otherPersonKeyedIn: 'Another person is keyed in on this computer. Nothing was changed.',
  notApplied: "Your settings can't be put on this computer. It is as it was before. Ask the staff for help.",
  notRestored:
    'Some settings of this computer could not be put back. Tell the staff: it is tried again at the next key-in or restart.',
  debounced: 'This tap came right after the last one. Nothing was changed.',
} as const;
