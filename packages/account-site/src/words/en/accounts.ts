/** Creating an account, signing in, the account itself. */
export const accounts = {
  signIn: {
    title: 'Sign in',
    submit: 'Sign in',
    refused: 'The email address and the password do not belong together. Check both and sign in again.',
    register: 'Create an account',
    forgotten: 'I have forgotten my password',
    done: { closed: 'The account is closed. Nobody can sign in to it any more.', 'signed-out': 'You are signed out.' },
  },
  fields: {
    email: 'Email address',
    emailMissing: 'Enter your email address.',
    emailMalformed: 'Enter an email address such as name@example.org.',
    name: 'Your name',
    nameHint: 'People who look at the history see it beside what you did.',
    nameMissing: 'Enter your name.',
    nameTooLong: (most: number) => `Enter a name of at most ${most} characters.`,
    newPassword: 'New password',
    password: 'Password',
    passwordHint: (least: number) =>
      `At least ${least} characters. A few words in a row are good. You can paste it from a password manager.`,
    passwordTooShort: (least: number) => `Enter a password of at least ${least} characters.`,
    passwordTooLong: (most: number) => `Enter a password of at most ${most} characters.`,
  },
  register: {
    title: 'Create an account',
    lead: 'For people who look after computers or websites. To key in at a computer you need no account, only your GPII key.',
    submit: 'Create the account',
    haveOne: 'I have an account: sign in',
  },
  sent: {
    title: 'Look into your mail',
    registration: [
      'We have sent a message to the address that you entered. Open the link in it within 24 hours.',
      'Until then nothing is created. No message? Look in the folder for spam, or check the address and begin again.',
    ],
    newPassword: [
      'We have sent a message to the address that you entered. Open the link in it within an hour.',
      'Your password stays as it is until then. No message? Look in the folder for spam, or check the address and ask again.',
    ],
    again: 'Begin again',
  },
  confirm: {
    title: 'Create your account',
    ask: (email: string) => `The account is for ${email}. Create it, and you are signed in.`,
    notYou: 'Did somebody else enter your address? Close this page, and no account is created.',
    submit: 'Create the account and sign in',
    gone: 'This link does not work any more',
    goneText:
      'Links to create an account are good for 24 hours. Nothing was created. Begin again, and you get another one.',
    exists: 'The account is there already',
    existsText: (email: string) => `There is an account for ${email}. Sign in with its password.`,
  },
  forgotten: {
    title: 'Choose a new password',
    lead: 'Enter the address of your account. We send you a link with which you choose a new password.',
    submit: 'Send the link',
  },
  newPassword: {
    title: 'Choose a new password',
    forWhom: (email: string) => `For the account ${email}. All browsers that are signed in to it are signed out.`,
    submit: 'Save the new password and sign in',
    gone: 'This link does not work any more',
    goneText:
      'Links to a new password are good for an hour, once, and until the password is changed. Your password is as it was. Ask for another link.',
    again: 'Ask for another link',
  },
  account: {
    title: 'Account',
    done: {
      renamed: 'Your name is saved.',
      password: 'The new password is saved. Other browsers were signed out.',
      'new-password': 'The new password is saved, and you are signed in. Other browsers were signed out.',
      ended: 'That browser is signed out.',
      'others-ended': 'All other browsers are signed out.',
    },
    email: 'Email address',
    since: 'Account since',
    nameHeading: 'Name',
    saveName: 'Save the name',
    passwordHeading: 'Password',
    passwordLead: 'Other browsers are signed out when you change it.',
    currentPassword: 'Current password',
    currentPasswordWrong: 'This is not the current password. The password stays as it was.',
    savePassword: 'Change the password',
    sessionsHeading: 'Where you are signed in',
    sessionsCaption: 'Newest first. A browser is signed out by itself after 8 hours.',
    browser: 'Browser',
    address: 'Address',
    begun: 'Signed in',
    action: 'Action',
    thisOne: 'This browser',
    end: 'Sign out',
    endOf: (browser: string) => ` ${browser}`,
    endOthers: 'Sign out all other browsers',
    unknownBrowser: 'A browser that does not say which',
    unknownAddress: 'Not known',
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    closeHeading: 'Close the account',
    closeLead: 'Closing it ends its client credentials, and cannot be undone.',
    close: 'Close the account…',
  },
  close: {
    title: 'Close your account',
    permanent: 'This cannot be undone. Nobody can sign in to it again, and no new account can have this address.',
    none: 'The account has no client credential that works, so no computer and no website loses anything.',
    some: (count: number) =>
      count === 1
        ? 'This client credential is revoked at once. Computers and websites that use it lose GPII Cloud; settings stored on computers still apply:'
        : `These ${count} client credentials are revoked at once. Computers and websites that use them lose GPII Cloud; settings stored on computers still apply:`,
    stays:
      'What you did stays in the history of the people who run GPII Cloud. GPII keys go on working for those who carry them.',
    password: 'Password',
    passwordWrong: 'This is not the password of the account. Nothing was changed.',
    submit: (count: number) =>
      count === 0
        ? 'Close the account'
        : `Close the account and revoke ${count === 1 ? '1 credential' : `${count} credentials`}`,
    keep: 'Keep the account',
  },
  mails: {
    registration: {
      subject: 'Create your GPII account',
      text: (name: string, link: string) =>
        `Hello ${name},\n\nsomebody, we hope you, asked for a GPII account with this address. Open this page within 24 hours to create it:\n\n${link}\n\nWas it not you? Then do nothing: no account is created.\n`,
    },
    known: {
      subject: 'You have a GPII account',
      text: (name: string, site: string) =>
        `Hello ${name},\n\nsomebody, perhaps you, asked for a new GPII account with this address. You have one already, and it is as it was. Sign in to it, or choose a new password there:\n\n${site}/sign-in\n${site}/forgotten-password\n\nWas it not you? Then you need not do anything.\n`,
    },
    closed: {
      subject: 'Your GPII account is closed',
      text: (name: string) =>
        `Hello ${name},\n\nsomebody, perhaps you, asked for a GPII account or a new password with this address. The account with this address was closed, which cannot be undone. Use another address for a new account.\n`,
    },
    newPassword: {
      subject: 'Choose a new password for your GPII account',
      text: (name: string, link: string) =>
        `Hello ${name},\n\nsomebody, we hope you, asked for a new password for your GPII account. Choose one within an hour on this page:\n\n${link}\n\nWas it not you? Then do nothing: your password stays as it is.\n`,
    },
    noAccount: {
      subject: 'There is no GPII account with this address',
      text: (site: string) =>
        `Hello,\n\nsomebody, perhaps you, asked for a new password for a GPII account with this address. There is none. Your account may have another address, or you can create one:\n\n${site}/register\n\nWas it not you? Then you need not do anything.\n`,
    },
  },
};
