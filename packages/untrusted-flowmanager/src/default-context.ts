/** The context that is on until somebody chooses another (GPII-FORMATS §3b.3). */
export const DEFAULT_CONTEXT = 'gpii-default';
