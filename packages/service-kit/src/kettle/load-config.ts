import { basename, dirname, resolve } from 'node:path';
import { StartError } from '../start-error.ts';
import { fluid, kettle } from './load-kettle.ts';

/** A Kettle config, ready to be built: the grade that it defines, and the settings that it carries. */
export interface ServiceConfig {
  readonly gradeName: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Reads a Kettle JSON5 config, with all that it merges.
 *
 * @param file - Path of the config.
 * @param serviceGrade - The grade that it has to build in the end, e.g. `gpii.accessRequester`.
 * @throws StartError (exit 78) when it can't be read, isn't JSON5, or builds something else.
 */
export function loadServiceConfig(file: string, serviceGrade: string): ServiceConfig {
  const path = resolve(file);
  const gradeName = createDefaults(path);
  if (gradeName === serviceGrade) {
    throw new StartError(
      `The config ${file} has "type": "${serviceGrade}", which is the name of a grade: choose another.`,
    );
  }
  const defaults = fluid.defaults(gradeName);
  if (defaults === undefined || !fluid.hasGrade(defaults, serviceGrade)) {
    throw new StartError(
      `The config ${file} does not build a ${serviceGrade}. ` +
        'Merge the config of this package ("mergeConfigs"), or name that grade in options.gradeNames.',
    );
  }
  const settings = JSON.parse(JSON.stringify(defaults.settings ?? {})) as Record<string, unknown>;
  return { gradeName, settings };
}

function createDefaults(path: string): string {
  try {
    return kettle.config.createDefaults({ configPath: dirname(path), configName: basename(path) });
  } catch (error) {
    throw new StartError(`The config ${path} can't be used: ${sentenceOf(error)}`, { cause: error });
  }
}

/** What Infusion or Kettle threw, as one line: not always an Error of this realm. */
export function sentenceOf(error: unknown): string {
  return String((error as { message?: unknown }).message)
    .replace(/\s+/g, ' ')
    .replace(/^Assertion failure - check console for more details: /, '')
    .trim();
}
