import { z } from 'zod';

/** Name of the file in the data folder by which operator commands find the running server (DESIGN §5). */
export const OPERATOR_FILE_NAME = 'operator.json';

/**
 * Its content: address of the operator listener, key for it, and the process that wrote it. `isStoreElsewhere` when the
 * data is not in this folder.
 */
export const operatorFileSchema = z.object({
  operatorUrl: z.string(),
  operatorKey: z.string(),
  pid: z.number().int(),
  isStoreElsewhere: z.boolean().optional(),
});

/** A parsed operator file. */
export type OperatorFile = z.infer<typeof operatorFileSchema>;
