import { createRequire } from 'node:module';
import { dirname } from 'node:path';

const require = createRequire(import.meta.url);

/** Where Infusion is installed: pages load fonts and its UI Options from there. Finding it loads nothing. */
export const infusionFolder = dirname(require.resolve('infusion/package.json'));
