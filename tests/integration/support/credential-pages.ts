import { call } from './call.ts';
import { importRecords, makeCloud, type Cloud } from './make-cloud.ts';
import { keepSecret, makeSecret } from './secrets.ts';
import { openSite, signInTo, type SiteClient, type SitePage } from './site-client.ts';

/** Two people, by email address and password. */
export const ada = { email: 'ada@lib.example', password: makeSecret('account password') };
export const eve = { email: 'eve@other.example', password: makeSecret('account password') };

/** A cloud with both of them, and the site as Ada sees it, signed in. */
export async function makeCloudOfAda(): Promise<{ cloud: Cloud; site: SiteClient }> {
  const cloud = await makeCloud();
  const accounts = [ada, eve].map((account) => JSON.stringify({ kind: 'account', name: account.email, ...account }));
  await importRecords(cloud.dataDir, accounts.join('\n'));
  const site = openSite(cloud.url);
  await signInTo(site, ada);
  return { cloud, site };
}

/** What stands in a read-only input. */
export function inputOf(page: SitePage, id: string): string {
  const tag = new RegExp(`<input[^>]*\\bid="${id}"[^>]*>`).exec(page.text)?.[0] ?? '';
  return /\bvalue="([^"]*)"/.exec(tag)?.[1] ?? '';
}

/** The file that the page with a fresh secret saves. */
export async function saveFile(site: SiteClient, page: SitePage): Promise<{ text: string; name: string }> {
  const action = `/credentials/${encodeURIComponent(inputOf(page, 'client-id'))}/file`;
  const { text, headers } = await site.send(page, action, {});
  const [, name = ''] = /filename\*=UTF-8''(\S+)/.exec(String(headers['content-disposition'])) ?? [];
  return { name: decodeURIComponent(name), text };
}

/** Fills the form of a new credential, and sends it. */
export async function create(site: SiteClient, fields: Record<string, string>): Promise<SitePage> {
  const page = await site.send(await site.get('/credentials/new'), '/credentials/new', fields);
  const secret = inputOf(page, 'client-secret');
  if (secret !== '') keepSecret('client secret', secret);
  return page;
}

/** The client id of a new credential of a GPII application. */
export async function createId(site: SiteClient, name: string): Promise<string> {
  return inputOf(await create(site, { type: 'installed', name }), 'client-id');
}

/** What the token endpoint answers to this client: `invalid_grant` means that the client is right. */
export async function tryClient({ url }: Cloud, clientId: string, clientSecret: string): Promise<unknown> {
  const form = { grant_type: 'password', username: 'nobody', client_id: clientId, client_secret: clientSecret };
  const { json } = await call(url, { path: '/oauth2/access_token', body: new URLSearchParams(form) });
  return (json as { error?: unknown }).error;
}
