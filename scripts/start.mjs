/** `npm start`: sets up what is missing, then runs the trial in this process. */
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  const { main } = await import('../trial/dist/main.js');
  await main(process.argv);
});
