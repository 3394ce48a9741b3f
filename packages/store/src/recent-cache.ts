/**
 * A Map that remembers what was used last: at most `capacity` keys, and at least the half that was used last. Where values
 * are given a weight, the capacity is that of their weights together.
 *
 * Two generations: when the younger one is full, the older one is forgotten whole, and who is asked for in the older one
 * moves to the younger. A Map that loses its oldest key at each new one steps over the places of all that went before it:
 * 6 µs for each with 20 000 keys, 10 µs with 100 000.
 */
export class RecentCache<Key, Value> {
  readonly #generationSize: number;
  #younger = new Map<Key, Weighed<Value>>();
  #older = new Map<Key, Weighed<Value>>();
  #youngerWeight = 0;

  constructor(capacity: number) {
    this.#generationSize = Math.max(1, Math.floor(capacity / 2));
  }

  /** The value, which counts as used now. */
  get(key: Key): Value | undefined {
    const entry = this.#younger.get(key);
    if (entry !== undefined) return entry.value;
    const found = this.#older.get(key);
    if (found !== undefined) this.set(key, found.value, found.weight);
    return found?.value;
  }

  /** Keeps a value, and forgets those that were not used for longest when there is no room. One that never has room is not kept. */
  set(key: Key, value: Value, weight = 1): void {
    this.delete(key);
    if (weight > this.#generationSize) return;
    if (this.#youngerWeight + weight > this.#generationSize) {
      this.#older = this.#younger;
      this.#younger = new Map();
      this.#youngerWeight = 0;
    }
    this.#younger.set(key, { value, weight });
    this.#youngerWeight += weight;
  }

  /** Forgets one. */
  delete(key: Key): void {
    this.#youngerWeight -= this.#younger.get(key)?.weight ?? 0;
    this.#younger.delete(key);
    this.#older.delete(key);
  }

  /** Forgets all. */
  clear(): void {
    this.#younger.clear();
    this.#older.clear();
    this.#youngerWeight = 0;
  }
}

interface Weighed<Value> {
  readonly value: Value;
  readonly weight: number;
}
