/** The pages on which a person shares preferences with a web application. */
export const en = {
  signIn: {
    title: 'Sign in',
    goOnTo: (application: string) => `Sign in to go on to ${application}.`,
    submit: 'Sign in',
    refused: 'The email address and the password do not belong together. Check both and sign in again.',
  },
  addKey: {
    title: 'Add your GPII key',
    why: (email: string, application: string) =>
      `You are signed in as ${email}. ${application} asks to see your preferences, and this account has no GPII key yet. ` +
      'Your preferences stand under the key that you key in with: enter it once. Nothing is shared by that; you choose on ' +
      'the next page.',
  },
  share: {
    title: (application: string) => `Share preferences with ${application}?`,
    asks: (email: string, application: string) =>
      `You are signed in as ${email}. ${application} asks to see your preferences. It can read what you choose here, and ` +
      'change nothing. It does not get your GPII key.',
    standing: (day: string) => `You have shared since ${day} what is ticked below. “Stop sharing” ends that at once.`,
    whichKey: 'The preferences of which GPII key?',
    added: (day: string) => `Added ${day}`,
    what: 'What do you want to share?',
    allow: 'Share what is ticked',
    allowAll: 'Share all of it',
    keepPrivate: 'Keep preferences private',
    stop: 'Stop sharing',
    goOnAt: (address: string) => `Afterwards you go on at ${address}.`,
    anotherKey: 'Use another GPII key',
    problems: {
      link: 'Select the GPII key whose preferences you share.',
      groups: 'Select what you want to share.',
      linkGone: 'This GPII key was taken away from the account just now.',
    },
  },
  wait: {
    title: 'Please wait',
    tooMany: 'There were too many wrong tries.',
    busy: 'Many people are signing in.',
    databaseAway: 'GPII Cloud cannot reach its database.',
    when: (minutes: number) =>
      `Go back and try again ${minutes === 1 ? 'in a minute' : `in ${minutes} minutes`}. Nothing else is changed.`,
  },
  refusal: {
    title: 'This request does not work',
    faults: {
      unreadable: 'The address of this page cannot be read.',
      clientMissing: 'The address of this page does not name an application.',
      clientUnknown: 'GPII does not know this application, or its credential was revoked.',
      redirectMissing: 'The address of this page does not say where the application wants to go on.',
      repeated: 'The address of this page names one thing twice.',
      notOurForm: 'The form did not come from a page that this browser was shown. Nothing was changed.',
      method: 'This address takes GET and POST only.',
    },
    advice: 'Go back to the application and begin again. If this stays, tell its makers what stands here.',
  },
  mismatch: {
    title: 'This application asks to go on at another address than is registered',
    what: (application: string) =>
      `So that nobody else gets what you share with ${application}, GPII goes on at registered addresses only. Nothing was shared.`,
    requested: 'Requested',
    registered: 'Registered',
    nearest: (count: number) => `Registered (the nearest of ${count})`,
    none: 'No address is registered for this application.',
    fragment: 'A redirect address must have no part after “#”.',
    differ: (place: number, requested: string, registered: string) =>
      `The first difference is at character ${place}: requested is ${requested}, registered is ${registered}.`,
    end: 'the end of the address',
    person: 'You cannot put this right yourself. Tell the makers of the application what stands here.',
    owner: 'You look after this application: change its redirect addresses',
    makers:
      'Its makers change the redirect addresses on this site, under Credentials, or the request in the application.',
  },
};

/** Words of these pages. */
export type AuthorizeWords = typeof en;
