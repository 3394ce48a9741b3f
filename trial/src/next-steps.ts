import type { DemoPerson } from './demo-people.ts';
import { pathBelow } from './path-below.ts';
import { ACCOUNT_EMAIL } from './provision.ts';
import { roadArguments, type PlanSources } from './server-plans.ts';

/** Where the three servers of a trial answer. */
export interface Addresses {
  readonly cloudUrl: string;
  readonly requesterUrl: string;
  readonly flowManagerUrl: string;
}

/** What a person reads once all runs: what they can do next. */
export function nextSteps(
  sources: PlanSources,
  addresses: Addresses,
  { people, cloneDir }: { people: readonly DemoPerson[]; cloneDir: string },
): string[] {
  const other = people.find(({ gpiiToken }) => gpiiToken !== sources.options.demo)?.gpiiToken ?? sources.options.demo;
  const width = Math.max(0, ...people.map(({ gpiiToken }) => gpiiToken.length));
  const road = roadArguments(sources, addresses).map((word) => forShell(word, cloneDir));
  return [
    'Key in somebody else, and out again (in another terminal, in the folder of the clone):',
    `  npx gpii-flowmanager key-in ${other} --url ${addresses.flowManagerUrl}`,
    `  npx gpii-flowmanager key-out ${other} --url ${addresses.flowManagerUrl}`,
    '',
    'See what each solution would get, without keying in:',
    `  npx gpii-flowmanager key-in ${other} ${road.join(' ')}`,
    '',
    'Get and manage client credentials on the account website:',
    `  ${addresses.cloudUrl}`,
    `  The account ${ACCOUNT_EMAIL} is there; its password was shown when it was made. Create another at /register,`,
    '  or choose a new password at /forgotten-password.',
    `  Mails go to files in ${pathBelow(cloneDir, sources.folder.mails)}; their links are shown here.`,
    '',
    'GPII tokens of the demo people:',
    ...people.map(({ gpiiToken, phrase }) => `  ${gpiiToken.padEnd(width)}  ${phrase}`),
    '',
    'Stop with Ctrl-C. The next start finds its data again; to begin anew, delete the data folder.',
  ];
}

/** A path in the clone is shown from there; a word that a shell would take apart is quoted. */
function forShell(word: string, cloneDir: string): string {
  const short = pathBelow(cloneDir, word);
  return /^[\w./:@=-]+$/.test(short) ? short : `'${short.replaceAll("'", `'\\''`)}'`;
}
