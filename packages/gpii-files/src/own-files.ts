import { fileURLToPath } from 'node:url';

/** The folder of the solutions registries that this package ships. */
export const OWN_SOLUTIONS = fileURLToPath(new URL('../solutions', import.meta.url));

/** The file of common terms that this package ships. */
export const OWN_COMMON_TERMS = fileURLToPath(new URL('../common-terms/flat.json5', import.meta.url));
