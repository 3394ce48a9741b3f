import { readFileSync } from 'node:fs';

/**
 * Version of a package, as `--version` shows it.
 *
 * @param packageFile - Address of its package.json: `new URL('../package.json', import.meta.url)`.
 */
export function readPackageVersion(packageFile: URL): string {
  return (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version;
}
