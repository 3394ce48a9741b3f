import { join } from 'node:path';
import type { TrialOptions } from './options.ts';
import type { Programs } from './programs.ts';
import type { ServerPlan } from './server-process.ts';
import type { TrialFolder } from './trial-folder.ts';

/** Folder and files of the trial's data, as the clone has them. The solutions registries are the cloud's own. */
interface TrialData {
  readonly preferencesDir: string;
  readonly deviceFile: string;
}

/** What the plans are made from. */
export interface PlanSources {
  readonly options: TrialOptions;
  readonly folder: TrialFolder;
  readonly programs: Programs;
  readonly data: TrialData;
}

/** How to start the cloud. */
export function planCloud({ options, folder, programs }: PlanSources): ServerPlan {
  const program = programs.cloud;
  return {
    program,
    title: 'The cloud',
    args: [
      ...['--port', String(options.cloudPort), '--host', '127.0.0.1'],
      ...['--data-dir', folder.cloud, '--mail-folder', folder.mails],
    ],
    logFile: join(folder.logs, `${program.name}.log`),
  };
}

/** How to start the access requester. */
export function planAccessRequester({ options, folder, programs }: PlanSources, cloudUrl: string): ServerPlan {
  const program = programs.accessRequester;
  const files = ['--credential-file', folder.credentialFile, '--channel-key-file', folder.channelKeyFile];
  return {
    program,
    title: 'The access requester',
    args: ['--port', String(options.requesterPort), '--cloud-url', cloudUrl, ...files],
    logFile: join(folder.logs, `${program.name}.log`),
  };
}

/** How to start the untrusted flow manager. */
export function planFlowManager(
  { options, folder, programs, data }: PlanSources,
  road: { cloudUrl: string; requesterUrl: string },
): ServerPlan {
  const program = programs.flowManager;
  return {
    program,
    title: 'The flow manager',
    args: [
      ...['--port', String(options.flowManagerPort), '--state-dir', folder.flowManager],
      // The people of the trial are made up, and whoever tries it out wants to keep their desktop.
      ...['--apply', 'no'],
      ...roadArguments({ folder, data }, road),
    ],
    logFile: join(folder.logs, `${program.name}.log`),
  };
}

/** How the flow manager, and a key-in without one, reach requester and cloud. */
export function roadArguments(
  { folder, data }: Pick<PlanSources, 'folder' | 'data'>,
  { cloudUrl, requesterUrl }: { cloudUrl: string; requesterUrl: string },
): string[] {
  const servers = ['--requester-url', requesterUrl, '--cloud-url', cloudUrl];
  return ['--device', data.deviceFile, ...servers, '--channel-key-file', folder.channelKeyFile];
}
