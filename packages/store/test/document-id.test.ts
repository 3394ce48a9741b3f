import { describe, expect, it } from 'vitest';
import { compareIds, endOfPrefix, fromDatabaseId, toDatabaseId } from '../src/document-id.ts';

describe('document ids', () => {
  it('come back, and never begin with an underscore in the database', () => {
    for (const id of ['', '_design/x', '_local/x', ':a', 'ada@example.org']) {
      expect(toDatabaseId(id)).not.toMatch(/^_/);
      expect(fromDatabaseId(toDatabaseId(id))).toBe(id);
    }
  });

  it.each(['', 'a', 'a:', 'a\ud7ff', 'a\uffff', 'a🂡', 'a\u{10ffff}', '\u{10ffff}\u{10ffff}'])(
    'that begin with %j come before the end of that prefix, and no others',
    (prefix) => {
      const databasePrefix = toDatabaseId(prefix);
      const end = endOfPrefix(databasePrefix);
      expect(compareIds(databasePrefix, end)).toBeLessThan(0);
      expect(compareIds(`${databasePrefix}\u{10ffff}`, end)).toBeLessThan(0);
      expect(end.startsWith(databasePrefix)).toBe(false);
    },
  );
});
