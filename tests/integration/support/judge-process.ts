import { REASONS } from '@gpii/protocol';
import { findSecrets } from './secrets.ts';
import type { ServerLog } from './server-log.ts';
import type { StartedProcess } from './start-process.ts';

/** What is judged: all that a process wrote and was called with. */
export type Judged = Pick<
  StartedProcess,
  'name' | 'args' | 'isServer' | 'stderr' | 'seenArguments' | 'seenEnvironment'
> & {
  readonly log: Pick<ServerLog, 'text' | 'lines' | 'notJson'>;
};

/** What is wrong with what a process wrote and was called with: sentences, none when all is right. */
export function judgeProcess(one: Judged): string[] {
  const { name, args, isServer, log, stderr, seenArguments, seenEnvironment } = one;
  const problems = [
    // "The answer of the cloud as it came" names the GPII token, on the terminal of whoever typed it.
    ...findSecrets(`stdout of ${name}`, log.text(), !isServer && args.includes('--json') ? ['GPII token'] : []),
    ...findSecrets(`stderr of ${name}`, stderr()),
    ...findSecrets(`environment of ${name}`, seenEnvironment()),
    ...findSecrets(`arguments of ${name}`, seenArguments()),
  ];
  if (!isServer) return problems;
  for (const line of log.notJson())
    problems.push(`stdout of ${name} has a line that is not JSON: ${line.slice(0, 200)}`);
  for (const { reason } of log.lines()) {
    if (typeof reason === 'string' && !Object.hasOwn(REASONS, reason)) {
      problems.push(`The log of ${name} has a reason that REASONS has not: ${reason}`);
    }
  }
  return problems;
}
