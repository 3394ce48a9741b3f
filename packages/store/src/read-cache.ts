import { RecentCache } from './recent-cache.ts';

/** Remembers what was read, until it is told that it changed: also when that happens while it is being read. */
export class ReadCache<Value extends object> {
  readonly #values: RecentCache<string, Value>;
  readonly #read: (key: string) => Promise<Value | undefined>;
  readonly #weigh: (value: Value) => number;
  /** What is being read now; out of here as soon as it changes. */
  readonly #reading = new Map<string, Promise<Value | undefined>>();

  /**
   * @param capacity - As that of `RecentCache`.
   * @param read - Undefined is not remembered.
   * @param weigh - Default: each weighs 1.
   */
  constructor(
    capacity: number,
    read: (key: string) => Promise<Value | undefined>,
    weigh: (value: Value) => number = () => 1,
  ) {
    this.#values = new RecentCache(capacity);
    this.#read = read;
    this.#weigh = weigh;
  }

  /** What is remembered, or else read now. */
  async get(key: string): Promise<Value | undefined> {
    const known = this.#values.get(key);
    if (known !== undefined) return known;
    const reading = this.#reading.get(key) ?? this.#read(key);
    this.#reading.set(key, reading);
    try {
      const value = await reading;
      if (value !== undefined && this.#reading.get(key) === reading) this.#values.set(key, value, this.#weigh(value));
      return value;
    } finally {
      if (this.#reading.get(key) === reading) this.#reading.delete(key);
    }
  }

  /** What is remembered. */
  peek(key: string): Value | undefined {
    return this.#values.get(key);
  }

  /** Says that it changed. */
  forget(key: string): void {
    this.#values.delete(key);
    this.#reading.delete(key);
  }

  /** Says that anything may have changed. */
  forgetAll(): void {
    this.#values.clear();
    this.#reading.clear();
  }
}
