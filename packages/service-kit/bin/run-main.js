import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

/**
 * Runs a built `main` module, or says in one sentence that the build is missing. Plain JavaScript: it has to work
 * before anything is built.
 *
 * @param {URL} main - The built module; it exports `main(argv)`.
 */
export async function runMain(main) {
  if (!existsSync(fileURLToPath(main))) {
    process.stderr.write('This command is not built yet. Run: npm run build\n');
    process.exitCode = 69;
    return;
  }
  // Loading modules would grow V8's young generation by some 20 MB that an idle server never gives back;
  // run-service lets it grow again once the server listens (docs/decisions/0006).
  setFlagsFromString('--semi-space-growth-factor=1');
  const module = await import(main.href);
  await module.main(process.argv);
}
