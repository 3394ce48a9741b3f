import { HandlerError } from '../handlers/settings-handler.ts';
import type { SkippedStep } from '../settings/skipped-step.ts';
import type { SolutionInstructions } from '../settings/solution-entry.ts';

/**
 * Most settings of one handler. A text file is read anew for each, so many more than the 760 of the largest registry entry would keep the
 * computer busy and the next person waiting.
 */
const SETTINGS_LIMIT = 2000;

/** Longest value: bytes of its JSON. Linux takes at most twice as many as an argument of a program. */
const VALUE_LIMIT_BYTES = 64 * 1024;

type SettingsHandlers = SolutionInstructions['settingsHandlers'];

/**
 * The handlers without values that are too long: each of those leaves out only itself.
 *
 * @throws HandlerError for a handler with too many settings.
 */
export function limitSettings(
  solution: string,
  handlers: SettingsHandlers,
  skip: (step: Omit<SkippedStep, 'solution'>) => void,
): SettingsHandlers {
  const limited = Object.entries(handlers).map(([name, handler]) => {
    const entries = Object.entries(handler.settings);
    if (entries.length > SETTINGS_LIMIT)
      throw new HandlerError(
        `${solution} has ${entries.length} settings for ${handler.type}; at most ${SETTINGS_LIMIT} are put on.`,
      );
    const kept = entries.filter(([setting, value]) => {
      const isKept = Buffer.byteLength(JSON.stringify(value)) <= VALUE_LIMIT_BYTES;
      if (!isKept) skip({ type: handler.type, setting, why: `Its value is longer than ${VALUE_LIMIT_BYTES} bytes.` });
      return isKept;
    });
    return [name, { ...handler, settings: Object.fromEntries(kept) }] as const;
  });
  return Object.fromEntries(limited);
}
