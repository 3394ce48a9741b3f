/** `npm run bench`: sets up what is missing, then measures. What stands after `npm run bench --` goes to the benchmark. */
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { runNode, runScript } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  await runNode('bench/dist/main.js', process.argv.slice(2), { message: 'The benchmark failed.', streams: true });
});
