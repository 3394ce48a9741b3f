import { runService } from '@gpii/service-kit';
import type { ServiceArguments } from '@gpii/service-kit/cli';
import { accessRequesterService } from './grades.ts';

/** Runs the access requester until it is told to stop. */
export async function serve(given: ServiceArguments): Promise<void> {
  await runService(accessRequesterService, given);
}
