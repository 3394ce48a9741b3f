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
/** Another, whose account has no GPII token yet. */
export const BOB = { email: 'bob@lib.example', password: 'battery horse correct' } as const;
export const OTHER_GPII_TOKEN = 'token-without-an-owner';
export const GPII_TOKEN = 'token-of-ada';
/** What the person has set, by common term. */
export const PREFERENCES = {
  'http://registry.gpii.net/common/fontSize': 24,
  'http://registry.gpii.net/common/volume': 0.5,
  'http://registry.gpii.net/applications/org.example.reader': { voice: 'calm' },
} as const;
export const ORIGIN = 'https://reading.example';
export const REDIRECT_URI = 'https://reading.example/callback';
export const OTHER_REDIRECT_URI = 'https://reading.example/other?from=gpii';

const owner = PERSON.email;

/** What the cloud under test knows. */
export const RECORDS: readonly object[] = [
  { kind: 'account', ...PERSON, name: 'Ada' },
  { kind: 'account', ...BOB, name: 'Bob' },
  installed(CLIENTS.library),
  installed(CLIENTS.colon),
  web(CLIENTS.web, {
    redirectUris: [REDIRECT_URI, OTHER_REDIRECT_URI],
    name: 'Reading <b>site</b>',
    origins: [ORIGIN],
  }),
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
    preferences: { flat: { name: 'Ada', contexts: { 'gpii-default': { preferences: PREFERENCES } } } },
    owner,
  },
  {
    kind: 'gpiiToken',
    token: OTHER_GPII_TOKEN,
    preferences: {
      flat: { contexts: { 'gpii-default': { preferences: { 'http://registry.gpii.net/common/fontSize': 12 } } } },
    },
  },
  { kind: 'gpiiToken', token: 'revoked-key', preferences: {}, revokedAt: '2026-04-01T00:00:00Z' },
];

function installed({ id, secret }: { id: string; secret: string }): object {
  return { kind: 'clientCredential', clientId: id, type: 'installed', name: id, owner, secrets: [{ secret }] };
}

function web(
  { id, secret }: { id: string; secret: string },
  rest: { redirectUris: string[]; name: string; origins?: string[] },
): object {
  return { kind: 'clientCredential', clientId: id, type: 'web', owner, secrets: [{ secret }], ...rest };
}
