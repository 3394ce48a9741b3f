/** Counts what is under way, so that closing can wait for it. */
export interface InFlight {
  /** Runs an operation and counts it until it ends. */
  run<T>(operation: () => Promise<T>): Promise<T>;
  /** Resolves as soon as nothing is under way. */
  idle(): Promise<void>;
}

/** A fresh count. */
export function createInFlight(): InFlight {
  let count = 0;
  let wake: (() => void)[] = [];
  return {
    async run(operation) {
      count += 1;
      try {
        return await operation();
      } finally {
        count -= 1;
        if (count === 0) {
          for (const resolve of wake) resolve();
          wake = [];
        }
      }
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => wake.push(resolve))),
  };
}
