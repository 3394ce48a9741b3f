/** GPII keys of an account. */
export const keys = {
  title: 'GPII keys',
  lead:
    'Your preferences stand under the key that you key in with. Add it here once: then you can share preferences with ' +
    'web applications, and take that back.',
  caption: (count: number) => (count === 1 ? '1 key' : `${count} keys`),
  columns: { name: 'Name', added: 'Added', actions: 'Actions' },
  empty: 'No GPII key belongs to this account yet.',
  add: 'Add a GPII key',
  remove: 'Remove',
  removePage: {
    title: (name: string) => `Remove “${name}” from this account?`,
    key: 'The key itself goes on working: you can key in with it, and its preferences stay.',
    nobody: 'No web application can see its preferences through this account.',
    lose: 'These web applications stop seeing its preferences at once:',
    submit: 'Remove this GPII key',
    keep: 'Keep it',
  },
  done: {
    linked: 'The GPII key belongs to your account.',
    removed: 'The GPII key is removed from your account. What was shared of it has ended.',
  },
};
