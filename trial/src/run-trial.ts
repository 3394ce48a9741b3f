import { readDemoPeople } from './demo-people.ts';
import { nextSteps, type Addresses } from './next-steps.ts';
import { pathBelow } from './path-below.ts';
import { runCommand } from './run-command.ts';
import { roadArguments } from './server-plans.ts';
import { startServers } from './start-servers.ts';
import { watchMails } from './watch-mails.ts';
import type { Trial } from './trial.ts';

/**
 * Runs a trial: servers, demo key-in, what one can do next; then, without `--once`, until something ends it.
 *
 * @throws StartError when a step fails or a server ends.
 * @throws InterruptedError when it was asked to stop.
 */
export async function runTrial(trial: Trial): Promise<void> {
  const { report, group, data, options, cloneDir } = trial;
  const addresses = await startServers(trial);
  report.say('', ...whatRunsWhere(trial), '');
  await group.during(keyInDemo(trial, addresses));
  if (options.once) return;
  const people = await readDemoPeople(data.preferencesDir);
  const stopWatching = watchMails(trial.folder.mails, report);
  try {
    report.say('', ...nextSteps(trial, addresses, { people, cloneDir }));
    await group.during(new Promise<never>(() => undefined));
  } finally {
    stopWatching();
  }
}

async function keyInDemo(trial: Trial, addresses: Addresses): Promise<void> {
  const { report, programs, options, signal } = trial;
  const input = `${options.demo}\n`;
  const keyIn = { program: programs.flowManager, input, purpose: `key in with ${options.demo}`, signal };
  const message = await runCommand({ ...keyIn, args: ['key-in', '-', '--url', addresses.flowManagerUrl] });
  report.done(`Keyed in with ${options.demo}: ${message.trim()}`);
  const table = await runCommand({ ...keyIn, args: ['key-in', '-', ...roadArguments(trial, addresses)] });
  report.say('', table.trimEnd(), '');
}

function whatRunsWhere({ group, cloneDir }: Trial): string[] {
  const rows = group
    .running()
    .map(({ plan, url }) => [plan.program.name, url, pathBelow(cloneDir, plan.logFile)] as const);
  const nameWidth = Math.max(0, ...rows.map(([name]) => name.length));
  const urlWidth = Math.max(0, ...rows.map(([, url]) => url.length));
  const lines = rows.map(([name, url, log]) => `  ${name.padEnd(nameWidth)}  ${url.padEnd(urlWidth)}  log: ${log}`);
  return ['What runs where:', ...lines];
}
