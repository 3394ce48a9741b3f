/** Handing a credential to a computer. */
export const connect = {
  title: (computer: string) => `Connect ${computer}`,
  aComputer: 'this computer',
  lead: 'GPII Manager on that computer asks for a credential. Check that it shows the same code:',
  caution: 'If it shows another code, or you did not start this, choose “Don’t connect”.',
  who: (email: string, port: number) =>
    `You are signed in as ${email}. The app that asks runs on the computer that you are using now (port ${port}). Did you start it?`,
  which: 'Which credential should it use?',
  newOne: 'A new one, just for this computer',
  newOneHint: 'Recommended. You can revoke it later without affecting others.',
  name: 'Name for the new credential',
  oldOne: 'One I already have',
  oldOneHint: 'For computers made from the same disk image. If it’s revoked, all of them lose access.',
  existing: 'Existing credential',
  existingHint: 'This computer gets its own secret. The others keep theirs.',
  existingMany: (shown: number, all: number) =>
    `This computer gets its own secret. The list has the first ${shown} of ${all}, by name; look for others below.`,
  existingFound: (shown: number, all: number) =>
    `This computer gets its own secret. The list has ${shown} of ${all} that were found.`,
  choose: 'Choose a credential',
  computers: (count: number) => (count === 1 ? '1 secret in use' : `${count} secrets in use`),
  connect: (computer: string) => `Connect ${computer}`,
  decline: 'Don’t connect',
  findHeading: 'Look for one of your credentials',
  find: 'Part of its name, or of its client ID',
  findButton: 'Find',
  problems: {
    which: 'Select which credential this computer should use.',
    name_missing: 'Enter a name for the new credential.',
    name_too_long: 'Enter a name of at most 200 characters.',
    existing: 'Choose one of your credentials.',
    existing_revoked: 'This credential was revoked a moment ago. Choose another, or a new one.',
    find: 'None of your credentials has this in its name. Enter less of it, or choose a new one.',
  },
  broken: {
    title: 'This computer cannot be connected like this',
    faults: {
      unreadable: 'The address of this page cannot be read.',
      repeated: 'The address of this page names one thing twice.',
      port: 'The address of this page has no port from 1024 to 65535.',
      state: 'The address of this page lacks its state, or has one of more than 2048 bytes.',
      challenge: 'The address of this page has no code challenge of the method S256.',
      name: 'The address of this page has a name of more than 200 characters.',
    },
    advice: 'Nothing was changed. Go back to GPII Manager on the computer, and start again there.',
  },
};
