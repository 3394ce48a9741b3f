/** What every page of the website may say. */
export const frame = {
  navigation: {
    credentials: 'Credentials',
    enrolmentKeys: 'Enrolment keys',
    keys: 'GPII keys',
    consent: 'Sharing',
    history: 'History',
    account: 'Account',
  },
  front: {
    title: 'Let computers and websites use GPII preferences',
    lead:
      'People carry their preferences on a GPII key: text size, contrast, magnifier, screen reader. Here you get the ' +
      'client credentials with which the computers and websites that you look after may ask GPII Cloud for them.',
    shorterWay: 'Setting up one computer? GPII Manager on that computer opens this site by itself.',
    toCredentials: 'Go to your credentials',
  },
  help: {
    title: 'Help',
    paragraphs: [
      'A client credential is a client ID and a secret. A computer or a website proves with it that it may ask GPII Cloud.',
      'GPII Cloud keeps no secret that it could show again: each hand-out makes a new one, and each can be ended alone.',
      'Revoking a credential cannot be undone. All computers that use it lose GPII Cloud at once; settings stored on them still apply.',
      'A lost GPII key is ended by whoever gave it out.',
    ],
  },
  stepUp: {
    title: 'Enter your password again',
    why: (email: string) =>
      `You are signed in as ${email}. What you are about to do weighs a lot, and it is a while since you entered the password.`,
    password: 'Password',
    goOn: 'Go on',
    wrong: 'This is not the password of the account. Try again.',
  },
  errors: {
    refused: 'This cannot be done',
    notThere: {
      title: 'There is nothing here',
      text: ['Nothing is at this address, or it belongs to another account. Check the address, or begin at the list.'],
    },
    methodNotTaken: {
      title: 'This address is for a button',
      text: ['What it does is started by a button on a page. Nothing was changed. Go back and use the button.'],
    },
    notOurForm: {
      title: 'This form could not be taken',
      text: [
        'It did not come from a page that this browser was shown, or you signed in again since. Nothing was changed.',
        'Go back, load the page again, and send the form once more.',
      ],
    },
    sentBefore: {
      title: 'This was done already',
      text: [
        'This form was sent before, so nothing was made a second time. What it made was shown once and cannot be shown again.',
        'If you did not keep it, end it in its list and make another.',
      ],
    },
    tooLarge: {
      title: 'This form is too large',
      text: ['Nothing was changed. Go back and enter less.'],
    },
    databaseAway: {
      title: 'GPII Cloud cannot reach its database',
      text: ['Nothing is lost, and nothing was changed. Try again in a moment.'],
    },
    noMail: {
      title: 'The mail could not be sent',
      text: [
        'GPII Cloud cannot send mail at the moment. Nothing was changed: no account was made, and passwords stay as they are.',
        'Try again in a few minutes. If it goes on, tell the people who run this site.',
      ],
    },
    tooManyMails: (minutes: number) => ({
      title: 'Please wait before the next mail',
      text: [
        `Several mails were asked for already. Look for them also in the folder for spam. Otherwise ask again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. Nothing was changed.`,
      ],
    }),
    busy: {
      title: 'Many people are signing in',
      text: ['Nothing was changed. Try again in a few seconds.'],
    },
    tooMany: (minutes: number) => ({
      title: 'Please wait',
      text: [
        `There were too many wrong tries. Go back and try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. Nothing was changed.`,
      ],
    }),
  },
};
