/** JSON5 whose members can be found again in the text. */
export { Json5SyntaxError, parseJson5, type Json5Document } from './json5-document.ts';
export { readJson5File } from './read-json5-file.ts';

/** Solutions registries: ours, and those of a folder. */
export { OWN_COMMON_TERMS, OWN_SOLUTIONS } from './own-files.ts';
export { explainRegistryError, readRegistries, readRegistryOf, type RegistryFile } from './read-registries.ts';

/** Preference sets as GPII keeps them in files. */
export { parsePreferenceSet, type FileProblem, type ParsedPreferenceSet } from './parse-preference-set.ts';

/** What values terms may have. */
export { checkPreferenceSet, preferencesOf } from './schemas/check-preference-set.ts';
export type { Problem } from './schemas/check-value.ts';
export { readCommonTerms } from './schemas/read-common-terms.ts';
export { collectTermSchemas, type TermSchemas } from './schemas/term-schemas.ts';
