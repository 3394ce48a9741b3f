/**
 * Stands before every id in the database. PouchDB reserves ids that begin with `_` (`_design/…`, `_local/…`), so an id
 * that somebody else chose could reach there; behind this mark none can.
 */
const MARK = ':';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether the id can be stored: LevelDB keeps UTF-8, in which all lone surrogates would become one character. */
export function isUnicodeText(id: string): boolean {
  return !LONE_SURROGATE.test(id);
}

/**
 * The id under which the database knows the document.
 *
 * @throws TypeError when the id has a lone surrogate in it.
 */
export function toDatabaseId(id: string): string {
  if (!isUnicodeText(id)) throw new TypeError('A document id is Unicode text, without lone surrogates');
  return MARK + id;
}

/** Whether a document of the database has an id that we gave it: others may have put a design document there. */
export function isOurs(databaseId: string): boolean {
  return databaseId.startsWith(MARK);
}

/** The caller's id again. */
export function fromDatabaseId(databaseId: string): string {
  return databaseId.slice(MARK.length);
}

/**
 * The first id after all that begin with `databasePrefix`: its last character becomes the next one.
 * (A `\uffff` at the end would not do: characters outside the basic plane sort after it.)
 */
export function endOfPrefix(databasePrefix: string): string {
  const characters = Array.from(databasePrefix);
  for (;;) {
    const last = characters.pop()?.codePointAt(0) ?? MARK.charCodeAt(0);
    if (last === 0x10_ff_ff) continue;
    const next = last === 0xd7_ff ? 0xe0_00 : last + 1;
    return characters.join('') + String.fromCodePoint(next);
  }
}

/** The order of the database: by code point, which is the order of UTF-8 bytes and not that of `<`. */
export function compareIds(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}
