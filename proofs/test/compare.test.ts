import { describe, expect, it } from 'vitest';
import { findLosses, type Found } from '../src/crash/compare.ts';
import { nothingAcknowledged, type Acknowledged, type KnownCredential, type KnownSecret } from '../src/crash/model.ts';

const SECRET = { clientId: 'c', clientSecret: 's', secretId: 'one', revoked: 'no', ended: 'no' } as const;

function known(change: Partial<KnownCredential> = {}): Acknowledged {
  const secrets: KnownSecret[] = [{ ...SECRET }];
  const credential: KnownCredential = { clientId: 'c', names: ['PC'], secrets, revoked: 'no', ...change };
  const acknowledged = nothingAcknowledged();
  acknowledged.credentials.push(credential);
  acknowledged.tokens.push({ accessToken: 't', credential, secret: { ...SECRET }, revoked: 'no' });
  acknowledged.audited.set('request', 'credentials-create');
  return acknowledged;
}

function found(change: Partial<Found> = {}): Found {
  return {
    credentials: new Map([['c', { name: 'PC', isRevoked: false, secretIds: ['one'] }]]),
    secrets: new Map([['one', true]]),
    tokens: new Map([['t', true]]),
    audited: new Set(['request']),
    ...change,
  };
}

const kinds = (acknowledged: Acknowledged, seen: Found): string[] =>
  findLosses(acknowledged, seen).map(({ kind }) => kind);

describe('findLosses', () => {
  it('finds none where all is as it was acknowledged', () => {
    expect(findLosses(known(), found())).toEqual([]);
  });

  it('finds a credential, a secret and an access token that are gone', () => {
    expect(kinds(known(), found({ credentials: new Map() }))).toEqual(['creation']);
    expect(kinds(known(), found({ secrets: new Map([['one', false]]) }))).toEqual(['creation']);
    expect(kinds(known(), found({ tokens: new Map() }))).toEqual(['creation']);
  });

  it('finds a revocation that was undone, wherever it shows', () => {
    expect(kinds(known({ revoked: 'yes' }), found())).toEqual(['revocation', 'revocation', 'revocation']);
  });

  it('takes both for what was under way at the kill', () => {
    const underWay = known({ revoked: 'maybe', names: ['PC', 'Other'] });
    const isRevoked = new Map([['c', { name: 'Other', isRevoked: true, secretIds: ['one'] }]]);
    expect(findLosses(underWay, found())).toEqual([]);
    expect(findLosses(underWay, found({ credentials: isRevoked, secrets: new Map(), tokens: new Map() }))).toEqual([]);
  });

  it('finds an edit that was lost, and an end of a secret', () => {
    expect(kinds(known({ names: ['New name'] }), found())).toEqual(['edit']);
    expect(kinds(known({ secrets: [{ ...SECRET, ended: 'yes' }] }), found())).toEqual(['edit']);
  });

  it('finds what nobody revoked', () => {
    const isRevoked = new Map([['c', { name: 'PC', isRevoked: true, secretIds: ['one'] }]]);
    expect(kinds(known(), found({ credentials: isRevoked }))).toEqual(['too much revoked']);
  });

  it('finds a missing audit record', () => {
    expect(kinds(known(), found({ audited: new Set() }))).toEqual(['audit']);
  });
});
