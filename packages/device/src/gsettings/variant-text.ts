import type { JsonValue } from '@gpii/matchmaker';
import { RefusedSettingError } from '../handlers/settings-handler.ts';

/**
 * A value in the text form of GVariant. gsettings knows the type of the key, so `2` is also a proper double.
 *
 * @throws RefusedSettingError for what gsettings keeps in no key: null and objects.
 */
export function printVariant(value: JsonValue): string {
  // Its escapes in quotation marks are those of JSON.
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number')
    return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printVariant).join(', ')}]`;
  throw new RefusedSettingError('gsettings can store numbers, text, yes or no, and lists of them.');
}

/** A value that gsettings printed; what is more than a number, text, yes or no, or a list of text stays as it was printed. */
export function parseVariant(text: string): JsonValue {
  const bare = text.replace(/^@?[a-z]\w* (?=['"[\d-])/, '');
  if (bare === 'true' || bare === 'false') return bare === 'true';
  if (/^-?\d/.test(bare) && !Number.isNaN(Number(bare))) return Number(bare);
  if (/^'(?:[^'\\]|\\.)*'$|^"(?:[^"\\]|\\.)*"$/s.test(bare)) return bare.slice(1, -1).replace(/\\(.)/gs, '$1');
  const items = /^\[(.*)\]$/.exec(bare)?.[1];
  if (items === undefined || !/^('[^']*'(, '[^']*')*)?$/.test(items)) return text;
  return [...items.matchAll(/'([^']*)'/g)].map(([, item = '']) => item);
}
