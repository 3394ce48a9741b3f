/** `npm run build`: installs and compiles what is missing. */
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
});
