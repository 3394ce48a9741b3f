import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomPassword, type Credential } from './credential.ts';
import type { ImportLedger } from './import-ledger.ts';

/** The account that owns the trial's client credential. */
export const ACCOUNT_EMAIL = 'dana@trial.example';

/** The ways into the cloud. */
export interface CloudImports {
  /** Imports records, one JSON line each. */
  records(lines: string): Promise<void>;
  /** Imports the preference sets of a folder. */
  preferences(folder: string): Promise<void>;
}

/** What provisioning begins with. */
export interface ProvisionPlan {
  readonly ledger: ImportLedger;
  readonly imports: CloudImports;
  readonly credential: Credential;
  readonly preferencesDir: string;
}

/** What a start has put into the cloud: nothing, when all of it was there from an earlier one. */
export interface Provisioned {
  readonly done: readonly string[];
  /** Of the account that was made now. It is kept nowhere. */
  readonly password?: string;
}

/** Brings into the cloud what the trial needs and is not there yet: account, client credential, demo people. */
export async function provision({ ledger, imports, credential, preferencesDir }: ProvisionPlan): Promise<Provisioned> {
  const done: string[] = [];
  const password = ledger.has('account', ACCOUNT_EMAIL) ? undefined : randomPassword();
  const credentialRecord = JSON.stringify(recordOf(credential));
  if (password !== undefined || !ledger.has('clientCredential', credentialRecord)) {
    const account = { kind: 'account', email: ACCOUNT_EMAIL, name: 'Dana', password };
    await imports.records(`${password === undefined ? '' : `${JSON.stringify(account)}\n`}${credentialRecord}\n`);
    await ledger.note('clientCredential', credentialRecord);
    done.push(...(password === undefined ? [] : ['an account']), 'a client credential');
  }
  const people = await readAll(preferencesDir);
  if (!ledger.has('preferences', people)) {
    await imports.preferences(preferencesDir);
    await ledger.note('preferences', people);
    done.push('the demo people');
  }
  return { done, ...(password !== undefined && { password }) };
}

/** The account counts as made once its password has been shown: a start that is killed before makes another one. */
export async function noteAccountShown(ledger: ImportLedger): Promise<void> {
  await ledger.note('account', ACCOUNT_EMAIL);
}

/** The cloud needs no more of the secret than its SHA-256. */
function recordOf({ client_id: clientId, client_secret: secret, name }: Credential): object {
  const secretSha256 = createHash('sha256').update(secret).digest('hex');
  const secrets = [{ secretSha256, label: 'made by npm start' }];
  return { kind: 'clientCredential', clientId, type: 'installed', name, owner: ACCOUNT_EMAIL, secrets };
}

async function readAll(folder: string): Promise<string> {
  const names = (await readdir(folder)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return JSON.stringify(names.map((name, index) => [name, texts[index]]));
}
