import { createRequire } from 'node:module';
import type { Fluid, Kettle } from './kettle-types.ts';

const require = createRequire(import.meta.url);

/**
 * Loads Infusion and Kettle once, with what they need to live in a server process.
 *
 * @see ../shared/KETTLE.md, "What follows for this project"
 */
function loadKettle(): { fluid: Fluid; kettle: Kettle } {
  const listenersBefore = {
    SIGTERM: new Set(process.listeners('SIGTERM')),
    uncaughtException: new Set(process.listeners('uncaughtException')),
  };
  const stackTraceLimit = Error.stackTraceLimit;
  const loaded = withSilentConsole(() => {
    const fluid = require('infusion') as Fluid;
    // Infusion 4.8 removed it; Kettle 2.3 calls it.
    fluid.contains = (list, item) => list?.includes(item) ?? false;
    // Infusion logs to stdout, where this project's JSON lines go. Removing its listener would uncover an older one.
    fluid.loggingEvent.addListener(() => undefined, 'log');
    return { fluid, kettle: require('kettle') as Kettle };
  });
  // Kettle's SIGTERM listener ends the process at once; Infusion's prints what was thrown on stdout.
  for (const listener of process.listeners('SIGTERM')) {
    if (!listenersBefore.SIGTERM.has(listener)) process.removeListener('SIGTERM', listener);
  }
  for (const listener of process.listeners('uncaughtException')) {
    if (!listenersBefore.uncaughtException.has(listener)) process.removeListener('uncaughtException', listener);
  }
  Error.stackTraceLimit = stackTraceLimit;
  return loaded;
}

/** Infusion says on stdout where it was loaded from, before its logging can be set. */
function withSilentConsole<T>(load: () => T): T {
  const log = console.log;
  console.log = () => undefined;
  try {
    return load();
  } finally {
    console.log = log;
  }
}

/** Infusion and Kettle, repaired. Nothing outside `service-kit` sees them. */
export const { fluid, kettle } = loadKettle();
