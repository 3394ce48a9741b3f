import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerWith, giveToken, startCloud, type CloudBehaviour } from './fake-cloud.ts';
import { credentialText, startRequester } from './start-requester.ts';

const refuseCredential = answerWith(401, { error: 'invalid_client' });

/** Takes the secret "new" and no other. */
const takeNewSecret: CloudBehaviour = (response, form, request) => {
  (form.get('client_secret') === 'new' ? giveToken : refuseCredential)(response, form, request);
};

describe('a computer without credential', () => {
  it('is told so, and the cloud is not asked', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: null });

    const { status, body } = await requester.requestToken('alice');

    expect({ status, error: body.error }).toEqual({ status: 503, error: 'no_client_credential' });
    expect(body.message).toBe('Local-only mode. Connect to use preferences from GPII Cloud.');
    expect(requester.reasons()).toContain('no_client_credential');
    expect(cloud.asked).toEqual([]);
  });

  it('takes up a credential as soon as there is one', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: null });

    requester.replaceCredential(credentialText());

    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
  });
});

describe('a credential file that cannot be used', () => {
  const NO_PART =
    /credential\.json is not a GPII credential file: it has no “installed” part with client_id and client_secret\.$/;

  it.each([
    ['{"notes":1}', NO_PART],
    ['[]', NO_PART],
    ['{"installed":{"client_id":"a"}}', NO_PART],
    ['{"installed":{"client_id":"a","client_secret":""}}', NO_PART],
    ['', /credential\.json is not a GPII credential file: it is not JSON\.$/],
    ['{"installed":{"client_secret":"canary"', /it is not JSON\.$/],
  ])('stops the start with exit 78: %s', async (credential, message) => {
    const start = startRequester({ cloudUrl: 'http://127.0.0.1:9', credential });

    await expect(start).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(message) as string });
    await expect(start).rejects.not.toThrow(/canary/);
  });

  it.each([0o640, 0o604, 0o660, 0o666, 0o620])('stops the start when others have rights: mode %o', async (mode) => {
    const start = startRequester({ cloudUrl: 'http://127.0.0.1:9', credentialMode: mode });

    await expect(start).rejects.toMatchObject({
      exitCode: 78,
      message: expect.stringMatching(
        /^Others than its owner can read .*credential\.json\. Take that away: chmod 600/,
      ) as string,
    });
  });

  it.each([
    [0o777, /^Others than its owner can change the folder .*\. Take that away: chmod 700/],
    [0o770, /^Others than its owner can change the folder /],
  ])('stops the start when others can put a file of theirs in its place: folder of mode %o', async (mode, message) => {
    const start = startRequester({ cloudUrl: 'http://127.0.0.1:9', folderMode: mode });
    await expect(start).rejects.toMatchObject({ exitCode: 78, message: expect.stringMatching(message) as string });
  });

  it.each([0o1777, 0o755])('is used from a folder of mode %o: nobody else can replace it there', async (folderMode) => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, folderMode });
    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
  });

  it('keeps the credential that was read before, says so in the status, and logs it once', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    requester.replaceCredential('{"half":');
    const answers = [await requester.requestToken('alice'), await requester.requestToken('bert')];

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(requester.reasons()).toEqual(['credential_file_malformed']);
    const { credential, credentialProblem } = await requester.status();
    expect(credential).toMatchObject({ name: 'LIB-PC-07' });
    expect(credentialProblem).toMatchObject({ error: 'credential_file_malformed' });
  });

  it('is noticed when it becomes readable for others, and when that ends', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });

    chmodSync(requester.credentialFile, 0o644);
    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
    expect((await requester.status()).credentialProblem).toMatchObject({ error: 'credential_file_too_open' });

    chmodSync(requester.credentialFile, 0o600);
    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
    expect(await requester.status()).not.toHaveProperty('credentialProblem');
    expect(requester.reasons()).toEqual(['credential_file_too_open']);
  });

  it('does not stop a server that had none: it says what is wrong', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: null });

    mkdirSync(requester.credentialFile, { mode: 0o700 });
    const { status, body } = await requester.requestToken('alice');

    expect({ status, error: body.error }).toEqual({ status: 503, error: 'no_client_credential' });
    expect(body.message).toMatch(/credential\.json can't be read: EISDIR\./);
    expect(requester.reasons()).toContain('credential_file_unreadable');
  });
});

describe('a credential that is replaced', () => {
  it('is used from the next request on', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: credentialText('old') });
    await requester.requestToken('alice');

    requester.replaceCredential(credentialText('new'));
    await requester.requestToken('alice');

    expect(cloud.asked.map((form) => form.get('client_secret'))).toEqual(['old', 'new']);
  });

  it('fails no request that was under way with the old one', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url, credential: credentialText('old') });
    cloud.behave = (...given) => {
      requester.replaceCredential(credentialText('new'));
      cloud.behave = takeNewSecret;
      takeNewSecret(...given);
    };

    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
    expect(await requester.status()).toMatchObject({ state: 'connected' });
  });

  it('is gone when the file is', async () => {
    const cloud = await startCloud();
    const requester = await startRequester({ cloudUrl: cloud.url });
    await requester.requestToken('alice');

    rmSync(requester.credentialFile);

    expect(await requester.requestToken('alice')).toMatchObject({ status: 503 });
  });
});

describe('a credential that the cloud refused', () => {
  it('is not shown again for 30 s, and then is', async () => {
    const cloud = await startCloud();
    cloud.behave = refuseCredential;
    const requester = await startRequester({ cloudUrl: cloud.url });

    expect((await requester.requestToken('alice')).body).toMatchObject({
      error: 'credential_refused',
      retry_after: 30,
    });
    requester.advance(29_000);
    expect((await requester.requestToken('bert')).body).toMatchObject({ error: 'credential_refused', retry_after: 1 });
    expect(cloud.asked).toHaveLength(1);

    cloud.behave = giveToken;
    requester.advance(1_001);
    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
  });

  it('is shown to the cloud by those alone who asked before the first answer, however many key in at once', async () => {
    const cloud = await startCloud();
    // Late enough for the others to wait behind those that are asked.
    cloud.behave = (...asked) => {
      setTimeout(() => {
        refuseCredential(...asked);
      }, 500);
    };
    const requester = await startRequester({ cloudUrl: cloud.url });

    const answers = await Promise.all(
      Array.from({ length: 200 }, (_item, index) => requester.requestToken(`person-${index}`)),
    );

    expect(new Set(answers.map(({ status, body }) => `${status} ${String(body.error)}`))).toEqual(
      new Set(['409 credential_refused']),
    );
    expect(cloud.asked.length).toBeLessThanOrEqual(9);
  });

  it('is forgotten at once when the file is replaced', async () => {
    const cloud = await startCloud();
    cloud.behave = takeNewSecret;
    const requester = await startRequester({ cloudUrl: cloud.url, credential: credentialText('old') });
    expect(await requester.requestToken('alice')).toMatchObject({ status: 409 });

    requester.replaceCredential(credentialText('new'));

    expect(await requester.requestToken('alice')).toMatchObject({ status: 200 });
  });
});
