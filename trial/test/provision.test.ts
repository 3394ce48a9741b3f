import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openImportLedger, type ImportLedger } from '../src/import-ledger.ts';
import { noteAccountShown, provision, type CloudImports, type Provisioned } from '../src/provision.ts';
import { makePrivateFolders } from '../src/private-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

const credential = { client_id: '1-a', client_secret: 'sixteen tons', name: 'Trial computer', token_uri: 'http://c/t' };

interface Rig {
  readonly imported: string[];
  readonly preferencesDir: string;
  fails: boolean;
  openLedger(cloudIsNew?: boolean): Promise<ImportLedger>;
  start(ledger: ImportLedger, given?: { credential?: typeof credential }): Promise<Provisioned>;
}

async function createRig(): Promise<Rig> {
  const folder = temporaryFolder();
  const preferencesDir = join(folder, 'preferences');
  await makePrivateFolders(preferencesDir, []);
  writeFileSync(join(preferencesDir, 'ada.json5'), '{}');
  const imported: string[] = [];
  const take = (text: string): Promise<void> => {
    if (rig.fails) return Promise.reject(new Error('the cloud is down'));
    imported.push(text);
    return Promise.resolve();
  };
  const imports: CloudImports = { records: take, preferences: take };
  const rig: Rig = {
    imported,
    preferencesDir,
    fails: false,
    openLedger: (cloudIsNew = false) => openImportLedger(join(folder, 'imported.json'), { cloudIsNew }),
    start: (ledger, given) => provision({ ledger, imports, credential, preferencesDir, ...given }),
  };
  return rig;
}

describe('provisioning the cloud', () => {
  it('imports account, credential and demo people, the secret only as SHA-256', async () => {
    const rig = await createRig();
    const { password } = await rig.start(await rig.openLedger());
    const [records = '', preferences] = rig.imported;
    const lines = records.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { kind: 'account', email: 'dana@trial.example', name: 'Dana', password },
      {
        kind: 'clientCredential',
        clientId: '1-a',
        type: 'installed',
        name: 'Trial computer',
        owner: 'dana@trial.example',
        secrets: [
          { secretSha256: createHash('sha256').update('sixteen tons').digest('hex'), label: 'made by npm start' },
        ],
      },
    ]);
    expect(records).not.toContain('sixteen tons');
    expect(preferences).toBe(rig.preferencesDir);
  });

  it('imports nothing at the next start', async () => {
    const rig = await createRig();
    const ledger = await rig.openLedger();
    await rig.start(ledger);
    await noteAccountShown(ledger);
    expect(await rig.start(await rig.openLedger())).toEqual({ done: [] });
    expect(rig.imported).toHaveLength(2);
  });

  it('makes another password when the first may not have been seen', async () => {
    const rig = await createRig();
    const first = await rig.start(await rig.openLedger());
    const second = await rig.start(await rig.openLedger());
    expect(second.password).toMatch(/.{24}/);
    expect(second.password).not.toBe(first.password);
  });

  it('tries again after an import that failed', async () => {
    const rig = await createRig();
    rig.fails = true;
    await expect(rig.start(await rig.openLedger())).rejects.toThrow('the cloud is down');
    rig.fails = false;
    const { done } = await rig.start(await rig.openLedger());
    expect(done).toEqual(['an account', 'a client credential', 'the demo people']);
  });

  it('imports the demo people again when one is added', async () => {
    const rig = await createRig();
    const ledger = await rig.openLedger();
    await rig.start(ledger);
    await noteAccountShown(ledger);
    writeFileSync(join(rig.preferencesDir, 'bea.json5'), '{}');
    expect(await rig.start(await rig.openLedger())).toEqual({ done: ['the demo people'] });
  });

  it('imports a credential that was made anew, without the account', async () => {
    const rig = await createRig();
    const ledger = await rig.openLedger();
    await rig.start(ledger);
    await noteAccountShown(ledger);
    const other = { ...credential, client_id: '2-b' };
    expect(await rig.start(await rig.openLedger(), { credential: other })).toEqual({ done: ['a client credential'] });
    expect(rig.imported.at(-1)).not.toContain('"account"');
  });

  it('fills a cloud whose folder is new, whatever an earlier one had', async () => {
    const rig = await createRig();
    const ledger = await rig.openLedger();
    await rig.start(ledger);
    await noteAccountShown(ledger);
    const { done } = await rig.start(await rig.openLedger(true));
    expect(done).toHaveLength(3);
  });
});
