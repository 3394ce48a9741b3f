import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/** One of our programs, as a package installs it. */
export interface Program {
  /** What its user types. */
  readonly name: string;
  /** Absolute path of the JavaScript file that runs it. */
  readonly bin: string;
}

/** The three programs of the trial. */
export interface Programs {
  readonly cloud: Program;
  readonly accessRequester: Program;
  readonly flowManager: Program;
}

/**
 * Finds the three programs.
 *
 * @throws StartError (exit 69) when one is not there.
 */
export function findPrograms(): Programs {
  const require = createRequire(import.meta.url);
  return {
    cloud: findProgram('gpii-cloud', require.resolve('@gpii/cloud-flowmanager/package.json')),
    accessRequester: findProgram('gpii-access-requester', require.resolve('@gpii/access-requester/package.json')),
    flowManager: findProgram('gpii-flowmanager', require.resolve('@gpii/untrusted-flowmanager/package.json')),
  };
}

function findProgram(name: string, packageFile: string): Program {
  const bin = join(dirname(packageFile), 'bin', `${name}.js`);
  if (existsSync(bin)) return { name, bin };
  throw new StartError(`${name} is not there: ${bin} is missing.`, { exitCode: EXIT.unavailable });
}
