import type { Dates } from '@gpii/pages';
import type { Reach } from '../../cloud/reach-cloud.ts';
import type { Standing } from '../../commands/standing.ts';

const LOCAL_ONLY =
  'People can key in, and settings stored on this computer apply. Preferences in GPII Cloud are not available, because this computer has no credential.';

/** What the local page of GPII Manager says. */
export const en = {
  siteName: 'GPII Manager',
  navigation: { here: 'This computer', doctor: 'Check-up', log: 'Log' },
  home: {
    title: 'This computer',
    checkAgain: 'Check again',
    states: {
      connected: 'Connected',
      skipped: 'Local-only mode, as chosen',
      'local-only': 'Local-only mode',
      revoked: 'Credential revoked',
      refused: 'Credential not accepted',
      unreachable: 'GPII Cloud can’t be reached',
      'file-unusable': 'Credential file can’t be used',
      unknown: 'Not known',
    },
    /** Undefined: the sentence of `status` says it. */
    explain: ({ state }: Standing, _dates: Dates): string | undefined =>
      state === 'local-only' || state === 'skipped' ? LOCAL_ONLY : undefined,
    connectHeading: 'Connect to GPII Cloud',
    connectAgainHeading: 'Connect anew',
    chooseOne: 'Choose one way. You can change it later.',
    browser: 'Through your browser',
    browserText: 'Sign in on the GPII website and approve this computer. Your password stays in the browser.',
    browserButton: 'Open the website',
    file: 'Use a credential file',
    fileText: 'The JSON file you saved on the website, or a client ID and secret you copied.',
    fileButton: 'Paste it',
    signIn: 'Sign in here',
    signInText:
      'Enter your GPII email and password on this page. Do this only if you trust where you got GPII Manager: a forged one could keep them.',
    signInButton: 'Sign in here',
    changeHeading: 'Change the credential',
    rotate: 'Make a new secret',
    forget: 'Forget it here',
    revoke: 'Revoke',
    enrol: 'I have an enrolment key of a disk image',
    details: 'Details',
    credential: 'Credential',
    cloud: 'GPII Cloud address',
    network: 'Network',
    networkText: (reach: Reach | undefined) =>
      reach === undefined
        ? 'Not reachable'
        : reach.isWorking
          ? `Reachable, ${reach.durationMs} ms`
          : `Not working (${reach.status})`,
    clock: 'Clock',
    clockRight: 'Right',
    keptIn: 'Credential kept in',
    keptText: (path: string) => `${path}, for the access requester alone`,
    notAdministrator:
      'Changing the credential needs an administrator. You can still see the status. Run: sudo gpii-manager ui',
  },
  set: {
    title: 'Use a credential file',
    label: 'The whole file, or client ID and client secret on two lines',
    hint: 'Open the file, copy all of it, and paste it here. Spaces and quotes around it do no harm.',
    submit: 'Check and save',
    empty: 'Paste the credential file, or client ID and client secret.',
  },
  signIn: {
    title: 'Sign in here',
    warning:
      'Do this only if you trust where you got GPII Manager. The safer way is through your browser, where the password stays. The password is used once and kept nowhere.',
    submit: 'Sign in and connect',
  },
  use: {
    title: 'Use this credential?',
    text: (name: string, account: string) => `${account} approved the credential “${name}” for this computer.`,
    someone: 'Somebody',
    yes: 'Use it',
    no: 'Do not use it',
  },
  rotate: {
    title: 'Make a new secret',
    text: 'This computer gets a new secret. The old one ends 24 hours later, so that no key-in fails.',
    submit: 'Make a new secret',
  },
  revoke: {
    title: 'Revoke',
    text: 'This ends the secret of this computer for ever. People can then key in with settings stored here only. Other computers with the same credential go on.',
    submit: 'End the secret of this computer',
  },
  forget: {
    title: 'Forget the credential here',
    text: 'This takes the credential off this computer, without GPII Cloud. Its secret stays good wherever else it is, until it is revoked on the account website.',
    submit: 'Forget the credential',
  },
  enrol: {
    title: 'Enrol this computer',
    label: 'Enrolment key',
    hint: 'It begins with gpii_ek_. This computer gets a secret of its own for it.',
    submit: 'Enrol this computer',
    empty: 'Enter the enrolment key.',
  },
  log: {
    title: 'Log',
    changesHeading: 'What GPII Manager did here',
    nothing: 'GPII Manager has changed nothing on this computer yet.',
    what: {
      connect: 'Connected through the browser',
      set: 'Took a credential file',
      'sign-in': 'Signed in and connected',
      enrol: 'Enrolled with an enrolment key',
      rotate: 'Made a new secret',
      revoke: 'Revoked the secret of this computer',
      forget: 'Forgot the credential here',
      skip: 'Skipped: local-only mode',
    },
    by: (account: string) => `by ${account}`,
    requesterHeading: 'Key-ins, since the access requester started',
    requesterSilent: 'The access requester doesn’t say: it isn’t running, or the flow manager isn’t.',
    requesterNothing: 'Nobody has keyed in yet.',
    lastSuccess: 'The last access token was given',
    lastFailure: 'The last time that none was given',
    whereMore:
      'Who keyed in is written nowhere on this computer. When its credential was last used, and what was refused, stands on the account website.',
  },
  help: {
    title: 'Help',
    paragraphs: [
      'A client credential, a client ID and a secret, is how this computer proves that it may ask GPII Cloud for people’s preferences.',
      'Without one this computer is in local-only mode: people can key in, and settings stored on it apply.',
      'The secret is kept for the access requester alone, a program under an account of its own. GPII Manager puts it there and shows it to nobody.',
      'Revoking ends the secret for ever. Forgetting takes it off this computer only.',
      'When key-ins fail, look at the check-up first: it says what to do about what is wrong.',
    ],
  },
  doctor: { title: 'Check-up', signs: { good: 'Good', bad: 'Needs attention', unseen: 'Not seen' } },
  done: {
    connected: 'This computer is connected to GPII Cloud. People can key in now.',
    rotated: 'This computer has a new secret.',
    forgotten: 'Forgotten on this computer. It is in local-only mode; the secret still works wherever else it is.',
    revoked: 'The secret of this computer is ended. It is in local-only mode.',
    declined: 'The request was declined on the website. Nothing was changed.',
    notUsed: 'Not used. The secret that was just made is ended; nothing else was changed.',
    later: 'Nothing to use any more. Nothing was changed.',
  },
  connectDone: {
    approved: { title: 'This computer was approved', text: 'You can close this page and go back to GPII Manager.' },
    denied: { title: 'The request was declined', text: 'Nothing was changed. You can close this page.' },
  },
  onComputer: (name: string) => `GPII Manager on ${name}`,
  goOn: 'Go on',
  failed: 'This did not work',
  back: 'Back to this computer',
};
