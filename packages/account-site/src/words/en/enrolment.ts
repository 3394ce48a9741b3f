/** Enrolment keys. */
export const enrolment = {
  title: 'Enrolment keys',
  lead:
    'An enrolment key goes into a disk image instead of a secret. Each computer that starts from the image gets a ' +
    'secret of its own with it, once, at its first start.',
  make: 'Make an enrolment key',
  empty:
    'You have no enrolment keys yet. For one computer you need none: GPII Manager on it opens this site by itself.',
  noCredentials: 'First make a credential for GPII applications: computers enrol for it.',
  toCredentials: 'Go to your credentials',
  caption: (count: number) => (count === 1 ? '1 enrolment key' : `${count} enrolment keys`),
  columns: { label: 'Name', credential: 'For the credential', state: 'Status', uses: 'Uses left', ends: 'Good until' },
  noName: 'Without a name',
  states: { good: 'Good', usedUp: 'Used up', over: 'Over', revoked: (day: string) => `Ended – ${day}` },
  usesLeft: (left: number, all: number) => `${left} of ${all}`,
  new: {
    title: 'Make an enrolment key',
    credential: 'Computers enrol for the credential',
    credentialHint: 'Each gets its own secret of it.',
    choose: 'Choose a credential',
    label: 'Name for the key',
    labelHint: 'So that you know it again, such as: reading room image, spring.',
    uses: 'How many computers may enrol',
    ends: 'Last day on which they may',
    endsHint: 'The day ends at midnight UTC. Computers that have enrolled stay enrolled.',
    submit: 'Make the enrolment key',
    problems: {
      credential: 'Choose the credential that computers enrol for.',
      label_missing: 'Enter a name for the key.',
      label_too_long: 'Enter a name of at most 200 characters.',
      uses: (most: number) => `Enter a number of computers from 1 to ${most}.`,
      ends: 'Enter a day from today to five years from now.',
    },
  },
  made: {
    title: 'Your enrolment key',
    once: 'Copy it now. It is shown this once, and kept nowhere.',
    key: 'Enrolment key',
    next: 'What to do now',
    steps: [
      'Put it into a file on the disk image that the GPII installer is given as enrolment key file.',
      'Start computers from the image: each enrols by itself, and shows here under the key.',
      'A key that got into wrong hands can be ended at any time.',
    ],
    done: 'I have saved it',
  },
  one: {
    back: 'Enrolment keys',
    facts: { credential: 'Credential', state: 'Status', uses: 'Uses left', made: 'Made', ends: 'Good until' },
    computers: 'Computers that enrolled with it',
    nobody: 'No computer has enrolled with this key yet.',
    caption: (count: number) => (count === 1 ? '1 computer' : `${count} computers`),
    columns: { label: 'Computer', state: 'Secret', enrolled: 'Enrolled', used: 'Last used' },
    states: { good: 'Good', never: 'Never used', ended: 'Ended' },
    cloned: 'Perhaps cloned',
    never: 'Never',
    end: 'End this key',
  },
  end: {
    title: (label: string) => `End the enrolment key “${label}”?`,
    stops: (left: number) =>
      left === 1
        ? 'One more computer could enrol with it, and will be refused.'
        : `${left} more computers could enrol with it, and will be refused.`,
    stays: (count: number) =>
      count === 0
        ? 'No computer has enrolled with it.'
        : `Computers that have enrolled stay connected: ${count}. To stop one, end its secret.`,
    forGood: 'This cannot be undone.',
    reason: 'Reason',
    reasonHint: 'For the history, such as: image replaced.',
    submit: 'End this enrolment key',
    keep: 'Keep it',
    reasonTooLong: 'Enter a reason of at most 1000 characters.',
  },
  done: { ended: 'The enrolment key is ended. No computer can enrol with it any more.' },
};
