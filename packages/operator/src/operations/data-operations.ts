import { addGpiiToken, exportRecords, importRecords, RECORD_KINDS, revokeGpiiToken } from '@gpii/credentials';
import { gpiiTokenRecordSchema, gpiiTokenSchema, recordSchema } from '@gpii/protocol';
import { z } from 'zod';
import { defineOperation } from './operation.ts';

const { preferences, readOnly, owner } = gpiiTokenRecordSchema.shape;

/** Adds a GPII token with its preferences. */
export const tokensAdd = defineOperation({
  name: 'tokens-add',
  input: z.strictObject({ token: gpiiTokenSchema, preferences, readOnly, owner }),
  run: async (rooms, input, by) => ({ tokenHash: await addGpiiToken(rooms, input, by) }),
});

/** Revokes a GPII token. */
export const tokensRevoke = defineOperation({
  name: 'tokens-revoke',
  input: z.strictObject({ token: gpiiTokenSchema, reason: z.string().max(1000).default('') }),
  run: (rooms, { token, reason }, by) => revokeGpiiToken(rooms, { hash: rooms.gpiiTokens.hash(token), reason }, by),
});

/** A page of the audit log, newest first. */
export const auditList = defineOperation({
  name: 'audit-list',
  input: z.strictObject({ limit: z.number().int().min(1).max(1000).optional(), after: z.string().optional() }),
  run: ({ audit }, { limit = 500, after }) => audit.list({ limit, after }),
});

/** Takes records. */
export const importRecordsOperation = defineOperation({
  name: 'import-records',
  input: z.strictObject({ records: z.array(recordSchema) }),
  run: async (rooms, { records }, by) => {
    const report = await importRecords(rooms, records);
    if (Object.values(report).some(({ created, updated }) => created + updated > 0)) {
      await rooms.audit.append(by, { action: 'records_imported', subject: 'records', after: report });
    }
    return report;
  },
});

/** Gives a page of records of one kind. The first page of all leaves the audit record. */
export const exportRecordsOperation = defineOperation({
  name: 'export-records',
  input: z.strictObject({ kind: z.enum(RECORD_KINDS), after: z.string().optional() }),
  run: async (rooms, { kind, after }, by) => {
    if (kind === RECORD_KINDS[0] && after === undefined) {
      await rooms.audit.append(by, { action: 'records_exported', subject: 'records' });
    }
    return exportRecords(rooms, { kind, after });
  },
});
