import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Root of the clone. */
export const cloneDir = fileURLToPath(new URL('../../..', import.meta.url));

const BINS = {
  cloud: 'packages/cloud-flowmanager/bin/gpii-cloud.js',
  authServer: 'packages/auth-server/bin/gpii-auth-server.js',
  requester: 'packages/access-requester/bin/gpii-access-requester.js',
  flowManager: 'packages/untrusted-flowmanager/bin/gpii-flowmanager.js',
} as const;

/** One of our servers, with its commands. */
export type ServerProgram = keyof typeof BINS;

/** One of the programs that the tests start. */
export type Program = ServerProgram | 'manager' | 'trial';

const MANAGER = 'packages/gpii-manager/bin/gpii-manager.js';

/** The trial as `npm start` runs it, without looking for what is to be installed or built. */
const RUN_TRIAL = `
  const { main } = await import(${JSON.stringify(`file://${cloneDir}trial/dist/main.js`)});
  await main(['node', 'npm start', ...process.argv.slice(1)]);
`;

/** What Node is called with to run a program, before the arguments of the program itself. */
export function nodeArgumentsOf(program: Program): string[] {
  if (program === 'trial') return ['--input-type=module', '--eval', RUN_TRIAL, '--'];
  return [cloneDir + (program === 'manager' ? MANAGER : BINS[program])];
}

/** A config of this folder. */
export function configFile(name: string): string {
  return fileURLToPath(new URL(`../configs/${name}`, import.meta.url));
}

/** A file of a platform build in `examples/`. */
export function exampleFile(path: string): string {
  return `${cloneDir}examples/${path}`;
}

const realDataDir = fileURLToPath(new URL('../../../../shared/gpii-data', import.meta.url));

/** A file or folder of `../shared/gpii-data`. */
export function realData(path: string): string {
  return `${realDataDir}/${path}`;
}

/** Undefined where the real data is; else why a test that needs it is passed over. */
export const whyNoRealData = existsSync(realDataDir) ? undefined : '../shared/gpii-data is missing';
