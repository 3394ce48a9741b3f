/** `npm run proof:NAME`: sets up what is missing, then runs that proof. What stands after `--` goes to it. */
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { runNode, runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  await runNode('proofs/dist/main.js', process.argv.slice(2), { message: 'The proof failed.', streams: true });
});
