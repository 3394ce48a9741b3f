import type { JsonValue } from '@gpii/matchmaker';
import { RefusedSettingError } from '../handlers/settings-handler.ts';

const STRING = String.raw`(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")`;

/** The letters that GVariant has for characters which are not printed. */
const LETTERS: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/**
 * A value in the text form of GVariant. gsettings knows the type of the key, so `2` is also a proper double.
 *
 * @throws RefusedSettingError for what gsettings keeps in no key: null and objects.
 */
export function printVariant(value: JsonValue): string {
  // The program crashes on half a character, which a text of JSON may have.
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value))
    throw new RefusedSettingError('The text has half a character.');
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
  if (isAll(bare, STRING)) return unquote(bare);
  if (!isAll(bare, `\\[(?:${STRING}(?:, ?${STRING})*)?\\]`)) return text;
  return (bare.match(new RegExp(STRING, 'gs')) ?? []).map(unquote);
}

function isAll(text: string, pattern: string): boolean {
  return new RegExp(`^${pattern}$`, 's').test(text);
}

function unquote(text: string): string {
  return text
    .slice(1, -1)
    .replace(/\\(?:u([\dA-Fa-f]{4})|U00([\dA-Fa-f]{6})|(.))/gs, (...[whole, short, long, other]: string[]) => {
      if (other !== undefined) return LETTERS[other] ?? other;
      const code = Number.parseInt(short ?? long ?? '', 16);
      return code > 0x10ffff ? (whole ?? '') : String.fromCodePoint(code);
    });
}
