/** Taking from a GPII key how pages look. */
export const display = {
  done: 'Saved from your GPII preferences.',
  heading: 'Use my GPII preferences',
  lead: 'Takes text size, line spacing, contrast and larger fields from what your GPII key stands for.',
  key: 'GPII key',
  submit: 'Use my GPII preferences',
  noKey: 'There is no GPII key in your account yet.',
  addKey: 'Add a GPII key',
  signIn: 'Sign in to take them from your GPII key',
  nothing: 'Your GPII preferences say nothing about how pages look. Nothing was changed.',
};
