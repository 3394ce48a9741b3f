/**
 * A peer: the customer's libraries in the way that their READMEs show them. Express, passport, oauth2orize's password
 * grant, and PouchDB on LevelDB with one put for each token.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import oauth2orize from 'oauth2orize';
import passport from 'passport';
import { Strategy as ClientPasswordStrategy } from 'passport-oauth2-client-password';
import PouchDB from 'pouchdb';
import { announce, readInput } from './peer-input.mjs';

const LIFETIME_SECONDS = 3600;
const sha256 = (text) => createHash('sha256').update(text).digest('hex');

const { dataDir, clientId, clientSecret, gpiiTokens } = await readInput();
const people = new PouchDB(`${dataDir}-people`);
const tokens = new PouchDB(`${dataDir}-tokens`);
await people.put({ _id: clientId, secretSha256: sha256(clientSecret) });
await people.bulkDocs(gpiiTokens.map((token) => ({ _id: `gpiiToken:${token}` })));

passport.use(
  new ClientPasswordStrategy((id, secret, done) => {
    people.get(id).then(
      (client) => done(null, client.secretSha256 === sha256(secret) && client),
      () => done(null, false),
    );
  }),
);

const server = oauth2orize.createServer();
server.exchange(
  oauth2orize.exchange.password((client, username, _password, _scope, done) => {
    issue(client, username).then(
      (accessToken) => done(null, accessToken, undefined, { expires_in: LIFETIME_SECONDS }),
      (error) => (error.status === 404 ? done(null, false) : done(error)),
    );
  }),
);

async function issue(client, gpiiToken) {
  await people.get(`gpiiToken:${gpiiToken}`);
  const accessToken = randomBytes(32).toString('base64url');
  const expiresAtMs = Date.now() + LIFETIME_SECONDS * 1000;
  await tokens.put({ _id: sha256(accessToken), clientId: client._id, gpiiToken, scope: 'settings', expiresAtMs });
  return accessToken;
}

const app = express();
app.use(express.urlencoded({ extended: false }));
app.use(passport.initialize());
app.post(
  '/oauth2/access_token',
  passport.authenticate('oauth2-client-password', { session: false }),
  server.token(),
  server.errorHandler(),
);
await announce(createServer({ keepAliveTimeout: 30_000 }, app));
