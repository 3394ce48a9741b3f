import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OPERATOR_FILE_NAME, OPERATOR_ROUTES, operatorFileSchema, type OperatorFile } from '@gpii/protocol';
import { call } from './call.ts';
import { keepSecret, makeSecret } from './secrets.ts';
import { startServer, type StartedServer } from './start-server.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { testFile } from './test-file.ts';

/** A client of a cloud. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** People of a cloud, by GPII token. All but `unknown` are in it. */
interface People {
  /** Has large text. */
  readonly alice: string;
  /** Has magnification. */
  readonly bob: string;
  readonly unicode: string;
  readonly slash: string;
  readonly revoked: string;
  readonly unknown: string;
}

/** What is in a cloud. */
export interface CloudContent {
  readonly installed: Client;
  /** A second secret of the same client credential. */
  readonly secondSecret: Client;
  readonly web: Client;
  /** May create GPII tokens and preferences. */
  readonly creator: Client;
  /** May write the text size, and nothing else. */
  readonly limited: Client;
  readonly revoked: Client;
  readonly people: People;
  /** JSON lines, as `gpii-cloud import records` takes them. */
  readonly records: string;
}

/** A cloud that runs. */
export interface Cloud extends CloudContent {
  readonly server: StartedServer;
  readonly url: string;
  readonly dataDir: string;
  /** Somebody whom no server has seen yet, with large text. Gives the GPII token. */
  newPerson(): Promise<string>;
}

/** Makes clients, an account and people, with new secrets. */
export function makeCloudContent(): CloudContent {
  const installed = makeClient();
  const secondSecret = { clientId: installed.clientId, clientSecret: makeSecret('client secret') };
  const [web, creator, limited, revoked] = [makeClient(), makeClient(), makeClient(), makeClient()];
  const people: People = {
    alice: makeSecret('GPII token', 'alice-'),
    bob: makeSecret('GPII token', 'bob-'),
    unicode: makeSecret('GPII token', 'Zoë-ключ-鍵-🔑 '),
    slash: makeSecret('GPII token', 'a/b%2F..?#&='),
    revoked: makeSecret('GPII token', 'gone-'),
    unknown: makeSecret('GPII token', 'nobody-'),
  };
  const records = [
    { kind: 'account', email: 'owner@example.org', name: 'Owner', password: makeSecret('account password') },
    clientRecord(installed, { secrets: [secretOf(installed), secretOf(secondSecret)] }),
    clientRecord(web, { type: 'web', redirectUris: ['https://app.example.org/callback'] }),
    clientRecord(creator, { mayCreateGpiiTokens: true, mayCreatePreferences: true }),
    clientRecord(limited, { allowedPrefsToWrite: ['http://registry.gpii.net/common/fontSize'] }),
    clientRecord(revoked, { revokedAt: '2026-05-02T09:00:00Z' }),
    tokenRecord(people.alice, { 'http://registry.gpii.net/common/fontSize': 24 }),
    tokenRecord(people.bob, { 'http://registry.gpii.net/common/magnification': 2 }),
    tokenRecord(people.unicode, { 'http://registry.gpii.net/common/fontSize': 18 }),
    tokenRecord(people.slash, { 'http://registry.gpii.net/common/fontSize': 20 }),
    { ...tokenRecord(people.revoked, {}), revokedAt: '2026-05-02T09:00:00Z' },
  ];
  return {
    installed,
    secondSecret,
    web,
    creator,
    limited,
    revoked,
    people,
    records: records.map((record) => `${JSON.stringify(record)}\n`).join(''),
  };
}

/** Starts a cloud on a folder, without putting anything into it. */
export async function startCloud(dataDir: string, args: readonly string[] = []): Promise<StartedServer> {
  testFile.dataFolders.add(dataDir);
  const server = await startServer('cloud', ['--port', '0', '--data-dir', dataDir, ...args]);
  keepSecret('operator key', (await readOperatorFile(dataDir)).operatorKey);
  return server;
}

/**
 * Puts records into the cloud that runs on a folder, the way `gpii-cloud import` does, without the half second that a
 * process takes. The command has tests of its own (imports.test.ts).
 */
export async function importRecords(dataDir: string, records: string): Promise<void> {
  const { operatorUrl, operatorKey } = await readOperatorFile(dataDir);
  const list = records.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as object]));
  const body = { records: list };
  const { status, text } = await call(operatorUrl, {
    path: OPERATOR_ROUTES.operation.replace(':operation', 'import-records'),
    bearer: operatorKey,
    body,
  });
  if (status !== 200) throw new Error(`The import of records was refused: ${status} ${text}`);
}

async function readOperatorFile(dataDir: string): Promise<OperatorFile> {
  return operatorFileSchema.parse(JSON.parse(await readFile(join(dataDir, OPERATOR_FILE_NAME), 'utf8')));
}

/** Makes a cloud: a new folder, a running server, and what `makeCloudContent` makes in it. */
export async function makeCloud(args: readonly string[] = []): Promise<Cloud> {
  const content = makeCloudContent();
  const dataDir = join(await makeTemporaryFolder(), 'cloud');
  const server = await startCloud(dataDir, args);
  await importRecords(dataDir, content.records);
  const newPerson = async (): Promise<string> => {
    const gpiiToken = makeSecret('GPII token', 'new-');
    const record = tokenRecord(gpiiToken, { 'http://registry.gpii.net/common/fontSize': 24 });
    await importRecords(dataDir, JSON.stringify(record));
    return gpiiToken;
  };
  return { ...content, server, url: server.url, dataDir, newPerson };
}

function makeClient(): Client {
  return { clientId: `client-${randomBytes(8).toString('hex')}`, clientSecret: makeSecret('client secret') };
}

function secretOf({ clientSecret }: Client): object {
  return { secretSha256: createHash('sha256').update(clientSecret).digest('hex'), label: 'for tests' };
}

function clientRecord(client: Client, more: object): object {
  return {
    kind: 'clientCredential',
    clientId: client.clientId,
    type: 'installed',
    name: 'Test computer',
    owner: 'owner@example.org',
    secrets: [secretOf(client)],
    ...more,
  };
}

/** The record of a GPII token with these preferences. */
export function tokenRecord(token: string, preferences: object): object {
  const contexts = { 'gpii-default': { name: 'Default preferences', preferences } };
  return { kind: 'gpiiToken', token, preferences: { flat: { name: 'For tests', contexts } } };
}
