import { isJsonObject, memberOf, setMember, type JsonObject, type JsonValue } from '@gpii/matchmaker';

/**
 * Applies a merge patch: members of objects are replaced one by one, `null` deletes, anything else takes the place of what was.
 *
 * @returns A new value; the target is not changed.
 * @see RFC 7396 §2
 */
export function applyMergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) return patch;
  const stored = isJsonObject(target) ? target : {};
  const result: JsonObject = Object.fromEntries(
    Object.entries(stored).filter(([name]) => memberOf(patch, name) !== null),
  );
  for (const [name, value] of Object.entries(patch)) {
    if (value !== null) setMember(result, name, applyMergePatch(memberOf(result, name), value));
  }
  return result;
}
