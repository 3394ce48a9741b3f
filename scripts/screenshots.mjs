/** `npm run screenshots [-- FOLDER]`: a picture of every page of the website, in each way to look at it, for people. */
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { root, runNode, runScript, step } from './steps.mjs';

const TEST = 'tests/integration/site/every-page-in-a-browser.test.ts';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  const folder = resolve(root, process.argv[2] ?? 'screenshots');
  mkdirSync(folder, { recursive: true });
  await step(
    `Looking at every page (${folder})`,
    () =>
      runNode('node_modules/vitest/vitest.mjs', ['run', '--project', 'integration', TEST], {
        message: 'Something is wrong with a page; it stands above. The pictures that were made are there.',
        streams: true,
        env: { GPII_TEST_SCREENSHOTS: folder },
      }),
    { streams: true },
  );
});
