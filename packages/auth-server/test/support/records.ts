/** Client ids and secrets of the records below. */
export const CLIENTS = {
  library: { id: 'library-pc', secret: 'secret-of-the-library-pc' },
  /** Its secret has what has to be form-encoded in Basic. */
  colon: { id: 'colon-pc', secret: 'a:b%c d+e/' },
  web: { id: 'reading-site', secret: 'secret-of-the-reading-site' },
  otherWeb: { id: 'other-site', secret: 'secret-of-the-other-site' },
  native: { id: 'native-app' },
} as const;

/** The person, and what they have. */
export const PERSON = { email: 'ada@lib.example', password: 'correct horse battery' } as const;
export const GPII_TOKEN = 'token-of-ada';
export const REDIRECT_URI = 'https://reading.example/callback';
export const OTHER_REDIRECT_URI = 'https://reading.example/other?from=gpii';

const owner = PERSON.email;

/** What the cloud under test knows. */
export const RECORDS: readonly object[] = [
  { kind: 'account', ...PERSON, name: 'Ada' },
  installed(CLIENTS.library),
  installed(CLIENTS.colon),
  web(CLIENTS.web, { redirectUris: [REDIRECT_URI, OTHER_REDIRECT_URI], name: 'Reading <b>site</b>' }),
  web(CLIENTS.otherWeb, { redirectUris: ['https://other.example/callback'], name: 'Other site' }),
  {
    kind: 'clientCredential',
    clientId: CLIENTS.native.id,
    type: 'web',
    public: true,
    name: 'Native app',
    owner,
    secrets: [],
    redirectUris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
  },
  {
    kind: 'gpiiToken',
    token: GPII_TOKEN,
    preferences: { flat: { contexts: { 'gpii-default': { preferences: {} } } } },
  },
];

function installed({ id, secret }: { id: string; secret: string }): object {
  return { kind: 'clientCredential', clientId: id, type: 'installed', name: id, owner, secrets: [{ secret }] };
}

function web({ id, secret }: { id: string; secret: string }, rest: { redirectUris: string[]; name: string }): object {
  return { kind: 'clientCredential', clientId: id, type: 'web', owner, secrets: [{ secret }], ...rest };
}
