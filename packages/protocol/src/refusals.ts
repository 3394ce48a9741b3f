import { z } from 'zod';

/** How the settings endpoints and the old probes refuse: what installs in the field expect (GPII-FORMATS §2). */
export const settingsErrorSchema = z.object({
  isError: z.literal(true),
  message: z.string(),
  error: z.string().optional(),
});

/** How the operator listener and the local services refuse. `retry_after` in seconds. */
export const localErrorSchema = z.object({
  error: z.string(),
  message: z.string(),
  retry_after: z.number().optional(),
});
