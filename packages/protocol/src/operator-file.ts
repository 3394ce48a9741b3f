import { z } from 'zod';

/** Name of the file in the data folder by which operator commands find the running server (DESIGN §5). */
export const OPERATOR_FILE_NAME = 'operator.json';

/** Its content: address of the operator listener, key for it, and the process that wrote it. */
export const operatorFileSchema = z.object({ operatorUrl: z.string(), operatorKey: z.string(), pid: z.number().int() });

/** A parsed operator file. */
export type OperatorFile = z.infer<typeof operatorFileSchema>;
