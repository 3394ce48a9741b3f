import { checkService, runService, settleService } from '@gpii/service-kit';
import type { ConfigService, ServiceArguments } from '@gpii/service-kit/cli';
import { accessRequesterService } from './grades.ts';

/** Runs the access requester until it is told to stop. */
export async function serve(given: ServiceArguments): Promise<void> {
  await runService(accessRequesterService, given);
}

/** What `config check` and `config print` ask. */
export const configService: ConfigService = {
  check: (given) => checkService(accessRequesterService, given),
  settle: (given) => settleService(accessRequesterService, given),
};
