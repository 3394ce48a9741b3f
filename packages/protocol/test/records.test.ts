import { describe, expect, it } from 'vitest';
import { recordSchema } from '../src/records.ts';

const sha256 = 'a'.repeat(64);
const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2g';
const account = { kind: 'account', email: 'ada@lib.example', password: 'twelve chars' };
const credential = {
  kind: 'clientCredential',
  clientId: 'c1',
  type: 'installed',
  name: 'Library',
  owner: 'ada@lib.example',
  secrets: [{ secret: 'eight ch' }],
};
const gpiiToken = { kind: 'gpiiToken', token: 'alice', preferences: { flat: { contexts: {} } } };

/** The fields that are wrong. */
function wrongFields(record: unknown): readonly string[] {
  const issues = recordSchema.safeParse(record).error?.issues ?? [];
  return [...new Set(issues.map((issue) => issue.path.join('.')))];
}

describe('a good record', () => {
  it.each([
    ['an account with a password', account],
    ['an account with a hash', { kind: 'account', email: 'a@b', name: 'Ada', passwordHash }],
    ['a client credential', credential],
    [
      'a client credential with all members',
      {
        ...credential,
        type: 'web',
        public: true,
        secrets: [{ secretSha256: sha256, label: 'from the old cloud' }],
        origins: ['https://a.example'],
        redirectUris: ['https://a.example/callback'],
        allowedIPBlocks: ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1'],
        allowedPrefsToWrite: ['http://registry.gpii.net/common/fontSize'],
        mayCreateGpiiTokens: true,
        mayCreatePreferences: true,
        revokedAt: '2026-01-31T10:00:00+02:00',
      },
    ],
    ['a client credential without secrets', { ...credential, secrets: [] }],
    ['a GPII token', gpiiToken],
    [
      'a GPII token by hash',
      {
        kind: 'gpiiToken',
        tokenHash: sha256,
        preferences: {},
        readOnly: true,
        owner: 'ada@lib.example',
        revokedAt: '2026-01-31T10:00:00Z',
      },
    ],
    ['preferences in a view that we do not know', { ...gpiiToken, preferences: { other: { any: [1] } } }],
    [
      'a context with members that we do not know',
      {
        ...gpiiToken,
        preferences: { flat: { contexts: { night: { preferences: {}, unknown: 1 } } } },
      },
    ],
  ])('is %s', (_what, record) => {
    expect(recordSchema.safeParse(record).error?.issues).toBeUndefined();
  });

  it('keeps what a preference set has besides', () => {
    const preferences = { flat: { name: 'A', contexts: { x: { preferences: { t: 1 }, y: 2 } }, more: 3 } };
    expect(recordSchema.parse({ ...gpiiToken, preferences })).toMatchObject({ preferences });
  });
});

describe('a bad record', () => {
  it.each([
    ['kind', {}],
    ['kind', { ...account, kind: 'user' }],
    ['email', { ...account, email: 'no address' }],
    ['password', { ...account, password: 'eleven char' }],
    ['password', { kind: 'account', email: 'a@b' }],
    ['password', { ...account, passwordHash }],
    ['passwordHash', { kind: 'account', email: 'a@b', passwordHash: '$2b$10$bcryptbcryptbcrypt' }],
    ['passwordHash', { kind: 'account', email: 'a@b', passwordHash: '$argon2id$nonsense' }],
    ['clientId', { ...credential, clientId: '' }],
    ['clientId', { ...credential, clientId: 'with space' }],
    ['clientId', { ...credential, clientId: 'ümlaut' }],
    ['type', { ...credential, type: 'native' }],
    ['owner', { ...credential, owner: 'nobody' }],
    ['secrets', { ...credential, secrets: 'one' }],
    ['secrets.0.secret', { ...credential, secrets: [{}] }],
    ['secrets.1.secret', { ...credential, secrets: [{ secret: 'eight ch' }, { secret: 'short' }] }],
    ['secrets.0.secret', { ...credential, secrets: [{ secret: 'eight ch', secretSha256: sha256 }] }],
    ['secrets.0.secretSha256', { ...credential, secrets: [{ secretSha256: sha256.toUpperCase() }] }],
    ['allowedIPBlocks.1', { ...credential, allowedIPBlocks: ['::1', '10.0.0.0/33'] }],
    ['allowedIPBlocks.0', { ...credential, allowedIPBlocks: ['localhost'] }],
    ['revokedAt', { ...credential, revokedAt: 'yesterday' }],
    ['token', { ...gpiiToken, token: 'a\nb' }],
    ['token', { kind: 'gpiiToken', preferences: {} }],
    ['token', { ...gpiiToken, tokenHash: sha256 }],
    ['tokenHash', { kind: 'gpiiToken', tokenHash: 'abc', preferences: {} }],
    ['preferences', { kind: 'gpiiToken', token: 'alice' }],
    ['preferences', { ...gpiiToken, preferences: [] }],
    ['preferences.flat', { ...gpiiToken, preferences: { flat: 3 } }],
    ['preferences.flat.contexts', { ...gpiiToken, preferences: { flat: { contexts: [] } } }],
    ['preferences.flat.contexts.night', { ...gpiiToken, preferences: { flat: { contexts: { night: 'dark' } } } }],
    [
      'preferences.flat.contexts.night.preferences',
      { ...gpiiToken, preferences: { flat: { contexts: { night: { preferences: [] } } } } },
    ],
    ['preferences.flat.metadata', { ...gpiiToken, preferences: { flat: { metadata: {} } } }],
  ])('has its %s named', (field, record) => {
    expect(wrongFields(record)).toEqual([field]);
  });

  it.each([account, credential, gpiiToken])('of kind $kind has an unknown member named', (record) => {
    expect(JSON.stringify(recordSchema.safeParse({ ...record, bogus: 1 }).error?.issues)).toContain('bogus');
  });

  it('is not repeated in what is said about it: it may hold secrets', () => {
    const record = { ...credential, secrets: [{ secret: 'canary1' }], owner: 'canary2', clientId: 'canary 3' };
    expect(JSON.stringify(recordSchema.safeParse(record).error?.issues)).not.toContain('canary');
  });
});
