/** Creating an account, signing in, the account itself. */
export const accounts = {
  signIn: {
    title: 'Sign in',
    email: 'Email address',
    password: 'Password',
    submit: 'Sign in',
    refused: 'The email address and the password do not belong together. Check both and sign in again.',
    register: 'Create an account',
    forgotten: 'I have forgotten my password',
  },
};
