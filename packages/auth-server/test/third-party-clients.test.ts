import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateCodeVerifier, OAuth2Client } from '@badgateway/oauth2-client';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import passport from 'passport';
import { Strategy as OAuth2Strategy } from 'passport-oauth2';
import { AuthorizationCode, ResourceOwnerPassword } from 'simple-oauth2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCloud, type CloudProcess } from './support/cloud-process.ts';
import { createPerson } from './support/person.ts';
import { CLIENTS, GPII_TOKEN, PREFERENCES, REDIRECT_URI } from './support/records.ts';

const { web, native, library } = CLIENTS;

// The server is a process of its own, and shares two cores with other work.
let cloud: CloudProcess;
beforeAll(async () => {
  cloud = await startCloud();
});
afterAll(() => cloud.stop());

/** A person follows the address to the authorization page, and comes back to the client. */
async function follow(address: URL): Promise<URL> {
  const answer = await createPerson(cloud.port).allow(address.search.slice(1));
  return new URL(answer.headers.location ?? '');
}

/** What the person shares, as a web application reads it. */
async function readPreferences(accessToken: string): Promise<unknown> {
  const answer = await fetch(`${cloud.url}/preferences`, { headers: { authorization: `Bearer ${accessToken}` } });
  return answer.ok ? await answer.json() : answer.status;
}

const SHARED = { contexts: { 'gpii-default': { preferences: PREFERENCES } } };

describe('oauth4webapi', () => {
  it('drives discovery, code with PKCE, introspection and revocation', async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody uses it in production
    const insecure = { [oauth.allowInsecureRequests]: true } as const;
    const issuer = new URL(cloud.url);
    const discovered = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    const server = await oauth.processDiscoveryResponse(issuer, discovered);
    const client: oauth.Client = { client_id: web.id };
    const auth = oauth.ClientSecretBasic(web.secret);
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const address = new URL(server.authorization_endpoint ?? '');
    address.search = new URLSearchParams({
      client_id: web.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const parameters = oauth.validateAuthResponse(server, client, await follow(address), state);
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      auth,
      parameters,
      REDIRECT_URI,
      verifier,
      insecure,
    );
    const { access_token: token } = await oauth.processAuthorizationCodeResponse(server, client, answer);
    const introspect = async (): Promise<oauth.IntrospectionResponse> => {
      const response = await oauth.introspectionRequest(server, client, auth, token, insecure);
      return oauth.processIntrospectionResponse(server, client, response);
    };
    expect(await introspect()).toMatchObject({ active: true, client_id: web.id, scope: 'preferences' });
    await oauth.processRevocationResponse(await oauth.revocationRequest(server, client, auth, token, insecure));
    expect(await introspect()).toEqual({ active: false });
  });
});

describe('openid-client', () => {
  it('drives a public client by discovery, with PKCE and without a secret', async () => {
    const config = await openid.discovery(new URL(cloud.url), native.id, undefined, openid.None(), {
      algorithm: 'oauth2',
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so that nobody uses it in production
      execute: [openid.allowInsecureRequests],
    });
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const expectedState = openid.randomState();
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri: 'http://127.0.0.1:43210/callback',
      scope: 'preferences',
      state: expectedState,
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const back = await follow(address);
    const tokens = await openid.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState });
    expect(tokens.expiresIn()).toBeGreaterThan(3590);
    await openid.tokenRevocation(config, tokens.access_token);
    const again = openid.authorizationCodeGrant(config, back, { pkceCodeVerifier, expectedState });
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('simple-oauth2', () => {
  const auth = () => ({ tokenHost: cloud.url, tokenPath: '/oauth2/access_token', revokePath: '/oauth2/revoke' });

  it('drives the authorization code, and revokes', async () => {
    const client = new AuthorizationCode({
      client: { id: web.id, secret: web.secret },
      auth: { ...auth(), authorizePath: '/oauth2/authorize' },
    });
    const given = { redirect_uri: REDIRECT_URI, scope: 'preferences' };
    const back = await follow(new URL(client.authorizeURL({ ...given, state: 'a state' })));
    expect(back.searchParams.get('state')).toBe('a state');
    const accessToken = await client.getToken({ ...given, code: back.searchParams.get('code') ?? '' });
    expect(accessToken.expired()).toBe(false);
    const { access_token: token } = accessToken.token;
    expect(await readPreferences(token)).toEqual(SHARED);
    await accessToken.revoke('access_token');
    expect(await readPreferences(token)).toBe(401);
  });

  it('drives the password grant with a GPII token', async () => {
    const client = new ResourceOwnerPassword({ client: { id: library.id, secret: library.secret }, auth: auth() });
    const { token } = await client.getToken({ username: GPII_TOKEN, password: 'unused', scope: 'settings' });
    expect(token).toMatchObject({ token_type: 'Bearer', scope: 'settings', expires_in: 3600 });
    await expect(client.getToken({ username: 'nobody', password: 'unused' })).rejects.toMatchObject({
      data: { payload: { error: 'invalid_grant' } },
    });
  });
});

describe('passport-oauth2', () => {
  it('signs a person in with PKCE and state, once', async () => {
    const app = await startApp();
    try {
      const begun = await fetch(`${app.url}/sign-in`, { redirect: 'manual' });
      const back = await follow(new URL(begun.headers.get('location') ?? ''));
      const callback = `${app.url}/callback${back.search}`;
      expect(await (await fetch(callback)).json()).toEqual({ preferences: SHARED });
      expect((await fetch(callback)).status).not.toBe(200);
    } finally {
      await app.close();
    }
  });
});

describe('@badgateway/oauth2-client', () => {
  it('drives discovery, code with PKCE, introspection and revocation', async () => {
    const client = new OAuth2Client({ server: cloud.url, clientId: web.id, clientSecret: web.secret });
    const codeVerifier = await generateCodeVerifier();
    const given = { redirectUri: REDIRECT_URI, state: 'a state', codeVerifier };
    const address = await client.authorizationCode.getAuthorizeUri({ ...given, scope: ['preferences'] });
    const back = await follow(new URL(address));
    const token = await client.authorizationCode.getTokenFromCodeRedirect(back, given);
    expect(await readPreferences(token.accessToken)).toEqual(SHARED);
    expect(await client.introspect(token)).toMatchObject({ active: true, client_id: web.id, scope: 'preferences' });
    await client.revoke(token);
    expect(await client.introspect(token)).toEqual({ active: false });
  });

  // Its "interop" sends the secret without encoding it, which only secrets without "%" and "+" survive: ours have none.
  it.each([
    ['client_secret_basic', CLIENTS.colon],
    ['client_secret_post', CLIENTS.colon],
    ['client_secret_basic_interop', library],
  ] as const)('drives the password grant with %s', async (authenticationMethod, { id: clientId, secret }) => {
    const client = new OAuth2Client({ server: cloud.url, clientId, clientSecret: secret, authenticationMethod });
    const token = await client.password({ username: GPII_TOKEN, password: 'unused', scope: ['settings'] });
    expect(await client.introspect(token)).toMatchObject({ active: true, scope: 'settings' });
    const unknown = client.password({ username: 'nobody', password: 'unused' });
    await expect(unknown).rejects.toMatchObject({ oauth2Code: 'invalid_grant' });
  });
});

/** A web application with passport-oauth2, for one person: one session for all requests. */
async function startApp(): Promise<{ url: string; close: () => Promise<void> }> {
  const authenticator = new passport.Passport();
  const options = {
    authorizationURL: `${cloud.url}/oauth2/authorize`,
    tokenURL: `${cloud.url}/oauth2/access_token`,
    clientID: web.id,
    clientSecret: web.secret,
    callbackURL: REDIRECT_URI,
    state: true,
    pkce: true,
  };
  const strategy = new OAuth2Strategy(options, (accessToken, _refreshToken, _profile, done) => {
    readPreferences(accessToken).then((preferences) => {
      done(null, { preferences });
    }, done);
  });
  authenticator.use('gpii', strategy as passport.Strategy);
  const session = {};
  const server = createServer((request: IncomingMessage & { user?: unknown }, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://app');
    Object.assign(request, { query: Object.fromEntries(searchParams), session });
    const middleware = authenticator.authenticate('gpii', { session: false }) as (
      ...given: [unknown, unknown, (error?: unknown) => void]
    ) => void;
    middleware(request, response, (error) => {
      response.statusCode = error === undefined ? 200 : 502;
      response.end(JSON.stringify(request.user ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
