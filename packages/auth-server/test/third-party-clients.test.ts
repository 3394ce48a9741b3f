import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCloud, type CloudProcess } from './support/cloud-process.ts';
import { createPerson } from './support/person.ts';
import { CLIENTS, REDIRECT_URI } from './support/records.ts';

const { web, native } = CLIENTS;

// The server is a process of its own, and shares two cores with other work.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 });

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
