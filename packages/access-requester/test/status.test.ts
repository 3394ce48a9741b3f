import { describe, expect, it } from 'vitest';
import { answerWith, giveToken, startCloud } from './fake-cloud.ts';
import { CHANNEL_KEY, CLIENT_SECRET, startRequester } from './start-requester.ts';

describe('GET /status', () => {
  it('says local-only, and what to do, when there is no credential', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: null });

    expect(await requester.status()).toEqual({
      state: 'local-only',
      cloudUrl: cloud.url,
      credential: null,
      lastSuccessAt: null,
      lastFailure: null,
      message: 'Local-only mode. Connect to use preferences from GPII Cloud.',
    });
    expect(cloud.healthAsked()).toBe(0);
  });

  it('asks the cloud whether it is alive before anybody keyed in', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    expect(await requester.status()).toMatchObject({
      state: 'connected',
      credential: { name: 'LIB-PC-07', clientIdPrefix: '53684234497-…' },
      lastSuccessAt: null,
    });
    expect(cloud.healthAsked()).toBe(1);
  });

  it('says connected after a key-in, without asking again', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('alice');

    expect(await requester.status()).toMatchObject({
      state: 'connected',
      lastSuccessAt: '2017-05-02T10:00:00.000Z',
      message: 'Connected to GPII Cloud.',
    });
    expect(cloud.healthAsked()).toBe(0);
  });

  it('asks again once what it knows is old', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('alice');
    cloud.isAlive = false;

    requester.advance(10_000);

    expect(await requester.status()).toMatchObject({ state: 'unreachable', message: /not working \(500\)/ });
  });

  it('says unreachable after a key-in that did not reach the cloud', async () => {
    const cloud = await startCloud();
    await cloud.stop();
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('alice');

    expect(await requester.status()).toMatchObject({
      state: 'unreachable',
      lastFailure: { error: 'cloud_unreachable', at: '2017-05-02T10:00:00.000Z' },
    });
  });

  it('says refused, for how long, and what to do, after the cloud refused the credential', async () => {
    const cloud = await startCloud();
    cloud.behave = answerWith(401, { error: 'invalid_client' });
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('alice');
    requester.advance(12_000);

    expect(await requester.status()).toMatchObject({ state: 'refused', retryAfter: 18 });

    requester.advance(60_000);
    const later = await requester.status();
    expect(later).toMatchObject({ state: 'refused', lastFailure: { error: 'credential_refused' } });
    expect(later).not.toHaveProperty('retryAfter');

    cloud.behave = giveToken;
    await requester.requestToken('alice');
    expect(await requester.status()).toMatchObject({ state: 'connected' });
  });

  it('says connected when it was only a GPII token that the cloud does not know', async () => {
    const cloud = await startCloud();
    cloud.behave = answerWith(400, { error: 'invalid_grant' });
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('canary-gpii-token');

    expect(await requester.status()).toMatchObject({
      state: 'connected',
      lastFailure: { error: 'unknown_gpii_token' },
    });
  });

  it('holds nothing secret, and nothing of a person', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('canary-gpii-token');

    const text = JSON.stringify(await requester.status());

    for (const secret of ['canary-gpii-token', CLIENT_SECRET, CHANNEL_KEY, 'gpii_at_', '53684234497-hgd07kcq']) {
      expect(text).not.toContain(secret);
    }
  });
});
