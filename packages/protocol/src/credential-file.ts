import { z } from 'zod';

/**
 * The credential file, as the website hands it out (seeds, DESIGN §4). Key `installed` for both types;
 * members that a web application's file has besides are kept.
 */
export const credentialFileSchema = z.object({
  installed: z.looseObject({
    client_id: z.string().min(1),
    client_secret: z.string().min(1),
    name: z.string().default(''),
    token_uri: z.string().optional(),
  }),
});

/** A parsed credential file. */
export type CredentialFile = z.infer<typeof credentialFileSchema>;
