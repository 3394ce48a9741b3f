import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeSecret } from './secrets.ts';
import { findFreePort } from './free-port.ts';
import { importRecords, makeCloudContent, tokenRecord, type Client, type CloudContent } from './make-cloud.ts';
import { startServer, type StartedServer } from './start-server.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { testFile } from './test-file.ts';

/**
 * An auth server and settings endpoints that run apart, each with data of its own and the same operator keys. Clients are known to
 * the auth server alone.
 */
export interface Apart extends CloudContent {
  readonly authServer: StartedServer;
  readonly settings: StartedServer;
  /** Starts the auth server again, at the same address. */
  restartAuthServer(): Promise<StartedServer>;
  /** The client credential with which the settings endpoints ask. */
  writeOwnCredential(client: Client): Promise<void>;
  newPerson(): Promise<string>;
}

/** Starts both. */
export async function startApart(): Promise<Apart> {
  const content = makeCloudContent();
  const folder = await makeTemporaryFolder();
  const [authData, settingsData] = [join(folder, 'auth'), join(folder, 'settings')];
  testFile.dataFolders.add(authData).add(settingsData);
  const authArgs = ['--port', String(await findFreePort()), '--data-dir', authData];
  const authServer = await startServer('authServer', authArgs);
  await importRecords(authData, content.records);
  await mkdir(settingsData, { mode: 0o700 });
  await copyFile(join(authData, 'keys.json'), join(settingsData, 'keys.json'));
  const credentialFile = join(folder, 'own-credential.json');
  const writeOwnCredential = async ({ clientId, clientSecret }: Client): Promise<void> => {
    const installed = { client_id: clientId, client_secret: clientSecret, name: 'Settings endpoints' };
    await writeFile(credentialFile, JSON.stringify({ installed }), { mode: 0o600 });
  };
  await writeOwnCredential(content.secondSecret);
  const settings = await startServer('cloud', [
    ...['--only', 'settings', '--introspection-url', `${authServer.url}/oauth2/introspect`],
    ...['--client-credential-file', credentialFile, '--port', '0', '--data-dir', settingsData],
  ]);
  const isOfAPerson = (line: string): boolean => line.startsWith('{"kind":"gpiiToken"');
  await importRecords(settingsData, content.records.split('\n').filter(isOfAPerson).join('\n'));
  return {
    ...content,
    authServer,
    settings,
    restartAuthServer: () => startServer('authServer', authArgs),
    writeOwnCredential,
    newPerson: async () => {
      const gpiiToken = makeSecret('GPII token', 'new-');
      const record = JSON.stringify(tokenRecord(gpiiToken, { 'http://registry.gpii.net/common/fontSize': 24 }));
      await Promise.all([importRecords(authData, record), importRecords(settingsData, record)]);
      return gpiiToken;
    },
  };
}
