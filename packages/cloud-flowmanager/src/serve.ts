import { fileURLToPath } from 'node:url';
import { registerModule, runService } from '@gpii/service-kit';
import type { ServiceArguments } from '@gpii/service-kit/cli';
import { cloudSettings } from './config.ts';
import { findPasswordOnCommandLine } from './data-location.ts';
import './grades.ts';

/** Runs the cloud until it is told to stop. */
export async function serveCloud(given: ServiceArguments): Promise<void> {
  const packageDir = fileURLToPath(new URL('..', import.meta.url));
  registerModule('cloud-flowmanager', packageDir);
  const defaultConfig = `${packageDir}configs/cloud.json5`;
  const problems = [...(given.problems ?? []), ...findPasswordOnCommandLine(given.flags)];
  await runService({ settings: cloudSettings, gradeName: 'gpii.cloud', defaultConfig }, { ...given, problems });
}
