import { OWN_COMMON_TERMS, OWN_SOLUTIONS } from '@gpii/gpii-files';
import { checkMailSettings, dataServerSettings } from '@gpii/operator/cli';
import { baseUrlSchema, defineSettings, pathSchema } from '@gpii/service-kit/cli';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { z } from 'zod';

/** Settings of `gpii-cloud serve`. */
export const cloudSettings = defineSettings({
  ...dataServerSettings,
  fields: {
    ...dataServerSettings.fields,
    solutions: {
      schema: pathSchema,
      default: OWN_SOLUTIONS,
      placeholder: 'DIR',
      describe: "Folder of solutions registries in GPII's format: linux.json5, win32.json5, ….",
    },
    commonTerms: {
      schema: pathSchema,
      default: OWN_COMMON_TERMS,
      placeholder: 'FILE',
      describe:
        "File of the schemas of common terms in GPII's format (flat.json5); saved preferences are checked by it.",
    },
    only: {
      schema: z.literal('settings', 'Expected settings: the only part that runs by itself here'),
      optional: true,
      placeholder: 'PART',
      describe: 'Serve the settings endpoints only; an auth server elsewhere says what access tokens are good for.',
    },
    introspectionUrl: {
      // The address of the endpoint and that of the server mean the same.
      schema: baseUrlSchema.transform((url) =>
        url.endsWith(CLOUD_ROUTES.introspect) ? url.slice(0, -CLOUD_ROUTES.introspect.length) : url,
      ),
      optional: true,
      placeholder: 'URL',
      describe: 'With --only settings: the auth server that is asked about access tokens.',
    },
    clientCredentialFile: {
      schema: pathSchema,
      optional: true,
      placeholder: 'FILE',
      describe: 'With --only settings: credential file of a GPII application that asks there, mode 0600.',
    },
  },
  check: ({ only, introspectionUrl, clientCredentialFile, ...settings }) => [
    ...checkMailSettings(settings),
    ...(only === 'settings' && introspectionUrl === undefined
      ? ['--introspection-url is needed with --only settings (or GPII_CLOUD_INTROSPECTION_URL)']
      : []),
    ...(only === 'settings' && clientCredentialFile === undefined
      ? ['--client-credential-file is needed with --only settings (or GPII_CLOUD_CLIENT_CREDENTIAL_FILE)']
      : []),
    ...(only === undefined && introspectionUrl !== undefined ? ['--introspection-url goes with --only settings'] : []),
    ...(only === undefined && clientCredentialFile !== undefined
      ? ['--client-credential-file goes with --only settings']
      : []),
  ],
});
