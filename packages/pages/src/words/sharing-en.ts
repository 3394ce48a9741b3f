/** What can be shared of a GPII key, and entering one. */
export const sharing = {
  /** By the ids of the groups that consents are stored by. */
  groups: {
    'text-contrast': { title: 'Text and contrast', hint: 'Text size, spacing, fonts, colours, high contrast' },
    screen: { title: 'Screen', hint: 'Brightness, resolution, turning, when it goes dark' },
    magnifier: { title: 'Magnifier', hint: 'How much larger, where, what it follows' },
    'reading-aloud': { title: 'Reading aloud and braille', hint: 'Screen reader, voice, speech rate, braille' },
    'sound-captions': { title: 'Sound and captions', hint: 'Volume, captions, audio description' },
    'keyboard-mouse': {
      title: 'Keyboard, mouse and speech control',
      hint: 'Sticky keys, slow keys, on-screen keyboard, pointer',
    },
    understanding: {
      title: 'Reading and understanding',
      hint: 'Simpler pages, syllables, table of contents, dictionaries',
    },
    language: { title: 'Language', hint: 'The language of texts and programs' },
  },
  settingsOf: (application: string) => `Settings of ${application}`,
  settingsOfHint: 'All settings of this one program',
  keyWithoutName: 'GPII key without a name',
  keyForm: {
    key: 'GPII key',
    keyHint: 'What is on your card, USB stick or QR code.',
    name: 'Name for this key',
    nameHint: 'So that you know it again, such as: card in my wallet.',
    submit: 'Add this GPII key',
  },
  keyProblems: {
    key_missing: 'Enter your GPII key.',
    key_unknown: 'We don’t know this key. Try again, or ask the staff for help.',
    label_too_long: 'Give the key a name of at most 100 characters.',
  },
};
