/** `npm run openapi`: writes docs/openapi.json anew, as the whole cloud serves it at /openapi.json of its operator listener. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuild, ensureDependencies, ensureNode } from './setup.mjs';
import { root, runNode, runScript, step } from './steps.mjs';

await runScript(async () => {
  ensureNode();
  await ensureDependencies();
  await ensureBuild();
  await step('Describing the API (docs/openapi.json)', async () => {
    const [{ API }, { describeApi }] = await Promise.all([
      import('../packages/protocol/dist/index.js'),
      import('../packages/operator/dist/cli.js'),
    ]);
    const file = join(root, 'docs', 'openapi.json');
    writeFileSync(file, JSON.stringify(describeApi(API)));
    await runNode('node_modules/prettier/bin/prettier.cjs', ['--write', '--log-level=warn', file], {
      message: 'docs/openapi.json could not be formatted.',
    });
  });
});
