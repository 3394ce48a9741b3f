import { join } from 'node:path';

/** Where in the data folder what stands. */
export interface TrialFolder {
  readonly root: string;
  /** The cloud's own data folder. */
  readonly cloud: string;
  /** The flow manager's state. */
  readonly flowManager: string;
  readonly logs: string;
  /** Where the account website's mails go. */
  readonly mails: string;
  /** The client credential: the access requester's alone. */
  readonly credentialFile: string;
  /** The key that lets the flow manager, and no other program, ask the access requester. */
  readonly channelKeyFile: string;
  /** What went into the cloud already. */
  readonly ledgerFile: string;
}

/** The folders that a data folder has, each for its owner alone. */
export const TRIAL_SUBFOLDERS = ['cloud', 'access-requester', 'flow-manager', 'logs', 'mails'] as const;

/** The places in a data folder. */
export function trialFolder(root: string): TrialFolder {
  return {
    root,
    cloud: join(root, 'cloud'),
    flowManager: join(root, 'flow-manager'),
    logs: join(root, 'logs'),
    mails: join(root, 'mails'),
    credentialFile: join(root, 'access-requester', 'credential.json'),
    channelKeyFile: join(root, 'access-requester', 'channel-key'),
    ledgerFile: join(root, 'imported.json'),
  };
}
