import { join } from 'node:path';
import { importRecords, makeCloud, type Cloud } from '../support/make-cloud.ts';
import { newestMailTo } from '../support/mails.ts';
import { makeSecret } from '../support/secrets.ts';
import { openSite, signInTo } from '../support/site-client.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

/** A cloud with something in it to look at. */
export interface Scene {
  readonly cloud: Cloud;
  readonly ada: { readonly email: string; readonly password: string };
  /** Path that GPII Manager opens. */
  readonly connect: string;
  /** Paths of mailed links that are good. */
  readonly links: { readonly confirm: string; readonly newPassword: string };
}

/** Starts a cloud in which somebody has an account, client credentials and a GPII key. */
export async function makeScene(): Promise<Scene> {
  const mails = join(await makeTemporaryFolder(), 'mails');
  const cloud = await makeCloud(['--mail-folder', mails]);
  const ada = { email: 'ada@example.org', password: makeSecret('account password') };
  const owned = { kind: 'clientCredential', type: 'installed', owner: ada.email };
  const records = [
    { kind: 'account', name: 'Ada', ...ada },
    ...['Reading room PC 1', 'Bakersfield AJC – PC with a name that is rather long, as some are'].map(
      (name, index) => ({
        ...owned,
        name,
        clientId: `of-ada-${index}`,
        secrets: [{ secret: makeSecret('client secret') }],
      }),
    ),
    { ...owned, name: 'Front desk (old)', clientId: 'of-ada-gone', secrets: [], revokedAt: '2026-05-02T09:00:00Z' },
    { kind: 'link', account: ada.email, token: cloud.people.alice, label: 'Card in my wallet' },
  ];
  await importRecords(cloud.dataDir, records.map((record) => JSON.stringify(record)).join('\n'));
  const site = openSite(cloud.url);
  const newcomer = { email: 'new@example.org', name: 'New', password: makeSecret('account password') };
  await site.send(await site.get('/register'), '/register', newcomer);
  await site.send(await site.get('/forgotten-password'), '/forgotten-password', { email: ada.email });
  await signInTo(openSite(cloud.url), ada);
  const linkTo = async (email: string): Promise<string> => (await newestMailTo(mails, email)).link;
  const connect = `/connect?port=49731&state=abc&code_challenge=${'x'.repeat(42)}A&code_challenge_method=S256&name=LIB-PC-07`;
  return {
    cloud,
    ada,
    connect,
    links: { confirm: await linkTo(newcomer.email), newPassword: await linkTo(ada.email) },
  };
}
