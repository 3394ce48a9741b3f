import { readFile } from 'node:fs/promises';
import { recordSchema, type ImportRecord } from '@gpii/protocol';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import { z } from 'zod';
import { toBadRecords, type BadRecord } from './bad-record.ts';
import type { ReadRecords } from './read-preference-files.ts';

const dumpSchema = z.union([
  z
    .object({ rows: z.array(z.object({ doc: z.looseObject({}).nullish() })) })
    .transform(({ rows }) => rows.flatMap(({ doc }) => (doc === null || doc === undefined ? [] : [doc]))),
  z.object({ docs: z.array(z.looseObject({})) }).transform(({ docs }) => docs),
  z.array(z.looseObject({})),
]);

/** Members that documents of the old GPII have, as far as they are taken over (GPII-FORMATS §2). */
interface OldDocument {
  readonly _id?: string;
  readonly type?: string;
  readonly [member: string]: unknown;
}

/**
 * Reads the documents of an old GPII CouchDB (`_all_docs?include_docs=true`) as records: each gpiiKey with its prefsSafe,
 * each gpiiAppInstallationClient with its clientCredentials. Access tokens and other documents are left behind.
 *
 * @param owner - Email address of the account that the client credentials belong to: the old ones have none.
 * @throws StartError (exit 69) when it can't be read, (exit 1) when it is no such dump.
 */
export async function readGpiiDump(file: string, owner: string): Promise<ReadRecords> {
  const documents = await readDocuments(file);
  const byType = (type: string): readonly OldDocument[] => documents.filter((document) => document.type === type);
  const safes = new Map(byType('prefsSafe').map((safe) => [safe._id, safe]));
  const credentials = byType('clientCredential');
  const candidates: { id: string; record: unknown }[] = [
    ...byType('gpiiAppInstallationClient').flatMap((client) => toCredentialRecords(client, credentials, owner)),
    ...byType('gpiiKey').map((key) => ({ id: key._id ?? '', record: toTokenRecord(key, safes) })),
  ];
  const records: ImportRecord[] = [];
  const bad: BadRecord[] = [];
  let badCount = 0;
  for (const { id, record } of candidates) {
    const parsed = recordSchema.safeParse(record);
    if (parsed.success) records.push(parsed.data);
    else {
      badCount += 1;
      // A GPII token names a person: it is not shown, but its place is.
      const place = `${file} (document ${documents.findIndex(({ _id }) => _id === id) + 1})`;
      bad.push(...toBadRecords(parsed.error, { file: place, lineOf: () => 1 }));
    }
  }
  return { records, bad, badCount };
}

/** Each clientCredential was a client id and a secret of its own; several of one client have one set of rights. */
function toCredentialRecords(
  client: OldDocument,
  credentials: readonly OldDocument[],
  owner: string,
): { id: string; record: unknown }[] {
  const own = credentials.filter(({ clientId }) => clientId === client._id);
  const clientIds = new Set(own.map(({ oauth2ClientId }) => oauth2ClientId));
  return [...clientIds].map((clientId) => {
    const group = own.filter(({ oauth2ClientId }) => oauth2ClientId === clientId);
    const [first] = group;
    // Rights stood at the client in older versions.
    const rights = { ...client, ...first };
    const isRevoked = group.every(({ revoked }) => revoked === true);
    return {
      id: first?._id ?? '',
      record: {
        kind: 'clientCredential',
        clientId,
        type: 'installed',
        name: client.name ?? clientId,
        owner,
        secrets: group.map((credential) => ({
          secret: credential.oauth2ClientSecret,
          label: typeof credential._id === 'string' ? credential._id.slice(0, 200) : '',
          ...(credential.revoked === true ? { revokedAt: revokedAtOf(credential) } : {}),
        })),
        ...given('allowedIPBlocks', rights.allowedIPBlocks),
        ...given('allowedPrefsToWrite', rights.allowedPrefsToWrite),
        mayCreateGpiiTokens: rights.isCreateGpiiKeyAllowed === true,
        mayCreatePreferences: rights.isCreatePrefsSafeAllowed === true,
        ...(isRevoked ? { revokedAt: revokedAtOf(first) } : {}),
      },
    };
  });
}

function toTokenRecord(key: OldDocument, safes: ReadonlyMap<string | undefined, OldDocument>): unknown {
  const safe = safes.get(typeof key.prefsSafeId === 'string' ? key.prefsSafeId : undefined);
  return {
    kind: 'gpiiToken',
    token: key._id,
    preferences: safe?.preferences ?? {},
    readOnly: safe?.prefsSafeType === 'snapset',
    ...(key.revoked === true ? { revokedAt: revokedAtOf(key) } : {}),
  };
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === undefined || value === null ? {} : { [name]: value };
}

/** Old documents say when in one of two members, or not at all. */
function revokedAtOf(document: OldDocument | undefined): string {
  const time = z.iso.datetime({ offset: true });
  const found = [document?.timestampRevoked, document?.timestampUpdated].find((at) => time.safeParse(at).success);
  return typeof found === 'string' ? found : new Date(0).toISOString();
}

async function readDocuments(file: string): Promise<readonly OldDocument[]> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new StartError(`The file ${file} can't be read.`, { exitCode: EXIT.unavailable, cause: error });
  }
  try {
    return dumpSchema.parse(JSON.parse(content));
  } catch {
    // The JSON error text would show a part of the file, and with it a secret.
    const message = `The file ${file} is no dump of a GPII database: {"rows": [{"doc": {…}}, …]}.`;
    throw new StartError(message, { exitCode: EXIT.failed });
  }
}
