/** How long a whole call may take when nothing else is said: waiting for a free connection, retry and all. */
export const DEADLINE_MS = 5_000;

/** Largest answer that is taken when nothing else is said. */
export const LIMIT_BYTES = 4 * 1024 * 1024;
