import { fileURLToPath } from 'node:url';
import { dataServerChecks } from '@gpii/operator';
import { registerModule, type ServiceArguments, type ServiceDefinition } from '@gpii/service-kit';
import { cloudSettings } from './cloud-settings.ts';
import './grades.ts';
import { openOwnCredential } from './settings/own-credential.ts';
import { loadSolutions } from './solutions/load-solutions.ts';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
registerModule('cloud-flowmanager', packageFolder);

const SILENT = { info: () => undefined, warn: () => undefined };

/** The cloud as a service. `--only` chooses among the configs of this package; one of your own says itself what it is. */
export function cloudServiceFor({
  flags,
  config,
}: ServiceArguments): ServiceDefinition<(typeof cloudSettings)['fields']> {
  const only = flags.only ?? process.env.GPII_CLOUD_ONLY ?? '';
  const isConfigNamed = (config ?? process.env.GPII_CLOUD_CONFIG ?? '') !== '';
  return {
    settings: {
      ...cloudSettings,
      check: (settings) => [
        ...(cloudSettings.check?.(settings) ?? []),
        ...(only !== '' && isConfigNamed
          ? ['--only goes without --config: a config says itself what it is composed of']
          : []),
      ],
    },
    gradeName: 'gpii.cloud',
    defaultConfig: `${packageFolder}configs/${only === '' ? 'cloud' : 'settings-only'}.json5`,
    checks: [
      ...dataServerChecks,
      {
        needs: ['solutions', 'commonTerms'],
        run: async ({ solutions, commonTerms }) => {
          await loadSolutions({ directory: solutions, commonTermsFile: commonTerms });
          return [];
        },
      },
      {
        needs: ['clientCredentialFile'],
        run: ({ clientCredentialFile }) => {
          if (clientCredentialFile !== undefined) openOwnCredential(clientCredentialFile, SILENT);
          return [];
        },
      },
    ],
  };
}
