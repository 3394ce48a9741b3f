import { readFileSync } from 'node:fs';

/** Version of this package, as `--version` shows it. */
export function readPackageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
