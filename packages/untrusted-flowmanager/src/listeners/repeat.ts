import type { StopListening } from './listener.ts';

/** Does something again and again, with a pause behind each time. @returns What ends it, after the last time has ended. */
export function repeat(work: () => Promise<void>, pauseMs: number): StopListening {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void>;
  const once = async (): Promise<void> => {
    await work();
    if (!isStopped) timer = setTimeout(begin, pauseMs);
  };
  const begin = (): void => {
    running = once();
  };
  begin();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return running;
  };
}
