import { readdir } from 'node:fs/promises';
import { checkPorts } from './check-ports.ts';
import { ensureChannelKey, ensureCredential } from './credential.ts';
import { importsInto } from './import-into-cloud.ts';
import { openImportLedger } from './import-ledger.ts';
import type { Addresses } from './next-steps.ts';
import { makePrivateFolders } from './private-files.ts';
import { ACCOUNT_EMAIL, noteAccountShown, provision } from './provision.ts';
import { planAccessRequester, planCloud, planFlowManager } from './server-plans.ts';
import type { Trial } from './trial.ts';
import { TRIAL_SUBFOLDERS } from './trial-folder.ts';

/** Starts the three servers, and makes what they need and is not there yet. */
export async function startServers(trial: Trial): Promise<Addresses> {
  const { group, folder, report, options } = trial;
  await checkPorts([
    { port: options.cloudPort, option: '--cloud-port' },
    { port: options.requesterPort, option: '--requester-port' },
    { port: options.flowManagerPort, option: '--flow-manager-port' },
  ]);
  await makePrivateFolders(folder.root, TRIAL_SUBFOLDERS);
  report.done(`Data folder: ${folder.root}`);
  const cloudIsNew = (await readdir(folder.cloud)).length === 0;
  const cloudUrl = await group.start(planCloud(trial));
  report.done('The cloud is up');
  await group.during(fillCloud(trial, { cloudUrl, cloudIsNew }));
  const requesterUrl = await group.start(planAccessRequester(trial, cloudUrl));
  report.done('The access requester is up');
  const flowManagerUrl = await group.start(planFlowManager(trial, { cloudUrl, requesterUrl }));
  report.done('The untrusted flow manager is up');
  return { cloudUrl, requesterUrl, flowManagerUrl };
}

async function fillCloud(trial: Trial, cloud: { cloudUrl: string; cloudIsNew: boolean }): Promise<void> {
  const { folder, report, programs, data, signal } = trial;
  await ensureChannelKey(folder.channelKeyFile);
  const credential = await ensureCredential(folder.credentialFile, `${cloud.cloudUrl}/oauth2/access_token`);
  const ledger = await openImportLedger(folder.ledgerFile, cloud);
  const imports = importsInto(folder.cloud, programs.cloud, signal);
  const { done, password } = await provision({ ledger, imports, credential, preferencesDir: data.preferencesDir });
  report.done(
    done.length === 0 ? 'The cloud has its data from an earlier start' : `Into the cloud: ${done.join(', ')}`,
  );
  if (password === undefined) return;
  report.say(
    `  Account ${ACCOUNT_EMAIL}, password ${password}`,
    `  It is shown this once, and opens the account website, ${cloud.cloudUrl}`,
  );
  await noteAccountShown(ledger);
}
