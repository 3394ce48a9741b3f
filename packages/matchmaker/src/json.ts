/** Any value that JSON can carry. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object. Its keys come from outside: read a key that you do not know with {@link memberOf}. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** Whether a value is a JSON object: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of an object's own member; what every object inherits (`constructor`, `toString`) does not count. */
export function memberOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a member under any name. Plain assignment to `__proto__` would change the prototype and lose the member. */
export function setMember<T>(object: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

/** Puts one object over another, members of members too. What is no object in both (a list, say) is replaced whole. */
export function mergeObjects(earlier: JsonObject, later: JsonObject): JsonObject {
  const merged = { ...earlier };
  for (const [key, value] of Object.entries(later)) {
    const before = memberOf(earlier, key);
    setMember(merged, key, isJsonObject(before) && isJsonObject(value) ? mergeObjects(before, value) : value);
  }
  return merged;
}

/** Whether more than `levels` arrays and objects stand one inside the other. Looks no deeper than that itself. */
export function isDeeperThan(value: JsonValue, levels: number): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  return levels === 0 || Object.values(value).some((member: JsonValue) => isDeeperThan(member, levels - 1));
}
