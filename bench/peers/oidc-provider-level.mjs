/**
 * A peer: oidc-provider 9 with its tokens in LevelDB. The same form at the same address as ours: a GPII token and a
 * client credential in, an opaque access token of one hour out, stored by one put before the answer. Introspection too.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Level } from 'level';
import Provider from 'oidc-provider';
import { announce, readInput } from './peer-input.mjs';

const GRANT = 'urn:gpii:params:oauth:grant-type:gpii-token';
const LIFETIME_SECONDS = 3600;

const { dataDir, clientId, clientSecret, gpiiTokens } = await readInput();
const level = new Level(dataDir, { valueEncoding: 'json' });
await level.batch(gpiiTokens.map((token) => ({ type: 'put', key: `gpiiToken:${token}`, value: {} })));

/** The least that oidc-provider's adapter has to do: one put, one get. */
class LevelAdapter {
  constructor(model) {
    this.model = model;
  }
  keyOf(id) {
    return `${this.model}:${id}`;
  }
  upsert(id, payload) {
    return level.put(this.keyOf(id), payload);
  }
  find(id) {
    return level.get(this.keyOf(id));
  }
  async consume(id) {
    await level.put(this.keyOf(id), { ...(await this.find(id)), consumed: Math.floor(Date.now() / 1000) });
  }
  destroy(id) {
    return level.del(this.keyOf(id));
  }
  async findByUid() {}
  async findByUserCode() {}
  async revokeByGrantId() {}
}

const provider = new Provider('http://127.0.0.1', {
  adapter: LevelAdapter,
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      grant_types: [GRANT],
      response_types: [],
      redirect_uris: [],
      token_endpoint_auth_method: 'client_secret_post',
    },
  ],
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  routes: { token: '/oauth2/access_token', introspection: '/oauth2/introspect' },
  scopes: ['settings'],
  ttl: { AccessToken: LIFETIME_SECONDS },
});

provider.registerGrantType(
  GRANT,
  async (context) => {
    const { client, params } = context.oidc;
    if ((await level.get(`gpiiToken:${params.gpii_token}`)) === undefined) context.throw(400, 'invalid_grant');
    const token = new provider.AccessToken({ accountId: params.gpii_token, client, gty: GRANT, scope: 'settings' });
    context.body = {
      access_token: await token.save(),
      expires_in: token.expiration,
      scope: token.scope,
      token_type: 'Bearer',
    };
  },
  ['gpii_token', 'scope'],
);

await announce(createServer({ keepAliveTimeout: 30_000 }, provider.callback()));
