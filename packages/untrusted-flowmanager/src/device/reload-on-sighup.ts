/** Calls `reload` on each SIGHUP, until the function that it returns is called. */
export function reloadOnSighup(reload: () => Promise<void>): () => void {
  const listener = (): void => void reload();
  process.on('SIGHUP', listener);
  return () => process.removeListener('SIGHUP', listener);
}
