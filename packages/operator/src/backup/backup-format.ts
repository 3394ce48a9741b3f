import { z } from 'zod';

/**
 * What a backup has of the store, in the order in which it is read: revocations last, so that nothing in the backup is
 * newer than they are. Access tokens and codes are not in it: who had one asks for another.
 */
export const BACKUP_COLLECTIONS = ['core', 'safes', 'audit', 'revocations'] as const;

/** One of them. */
export type BackupCollection = (typeof BACKUP_COLLECTIONS)[number];

/** Raised when older programs could not read a backup any more. */
export const BACKUP_VERSION = 1;

/** How many documents of each collection there are. */
export type BackupCounts = Record<BackupCollection, number>;

/** No documents. */
export const noCounts = (): BackupCounts => ({ core: 0, safes: 0, audit: 0, revocations: 0 });

/** The first line. */
export const headerSchema = z.object({
  gpiiCloudBackup: z.number().int(),
  createdAt: z.iso.datetime(),
  /** Version of the program that wrote it. */
  program: z.string(),
  /** Version of the data. */
  storeVersion: z.number().int(),
});

/** The second line: the text of keys.json. */
export const keysLineSchema = z.strictObject({ keys: z.string() });

/** Every further line but the last. */
export const documentLineSchema = z.strictObject({
  collection: z.enum(BACKUP_COLLECTIONS),
  id: z.string(),
  value: z.record(z.string(), z.unknown()),
});

/** The last line: without it the backup was cut. The SHA-256, hexadecimal, is that of all lines before it. */
export const trailerSchema = z.strictObject({
  end: z.literal(true),
  counts: z.record(z.enum(BACKUP_COLLECTIONS), z.number().int()),
  sha256: z.string(),
});

/** A parsed header. */
export type BackupHeader = z.infer<typeof headerSchema>;
/** A parsed document line. */
export type BackupDocument = z.infer<typeof documentLineSchema>;
