import { describe, expect, it } from 'vitest';
import type { Database } from '../src/database.ts';
import { rememberReads } from '../src/remember-reads.ts';

/** A database of one document, whose reads and writes wait until they are let go. */
function makeDatabase({ fails = false } = {}) {
  const state = { text: 'old', reads: 0 };
  const gates: (() => void)[] = [];
  const gate = (): Promise<void> => new Promise((resolve) => gates.push(resolve));
  const database: Database = {
    read: async (id) => {
      state.reads += 1;
      const { text } = state;
      await gate();
      return id === 'missing' ? undefined : { id, revision: '1-a', value: { text, list: [text] } };
    },
    write: async () => {
      await gate();
      state.text = 'new';
      if (fails) throw new Error('no room');
      return ['2-b'];
    },
    listIds: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  const letGo = (): void => {
    for (const open of gates.splice(0)) open();
  };
  return { state, letGo, database: rememberReads(database) };
}

const WRITE = [{ id: 'a', value: { text: 'new' } }];

describe('a database that remembers what was read', () => {
  it('reads a document once, and freezes what it gives', async () => {
    const { state, letGo, database } = makeDatabase();
    const both = Promise.all([database.read('a'), database.read('a')]);
    letGo();
    const [first, second] = await both;
    expect(await database.read('a')).toBe(first);
    expect([second, state.reads]).toEqual([first, 1]);
    expect(() => (first?.value.list as string[]).push('x')).toThrow(TypeError);
  });

  it('looks again for what was not there', async () => {
    const { state, letGo, database } = makeDatabase();
    for (let time = 0; time < 2; time += 1) {
      const missing = database.read('missing');
      letGo();
      expect(await missing).toBeUndefined();
    }
    expect(state.reads).toBe(2);
  });

  it('gives what was written, also to who read while it was written', async () => {
    const { letGo, database } = makeDatabase();
    const before = database.read('a');
    const written = database.write(WRITE);
    const during = database.read('a');
    letGo();
    await Promise.all([before, written, during]);
    const after = database.read('a');
    letGo();
    expect((await after)?.value.text).toBe('new');
  });

  it('forgets what a failed write may have stored', async () => {
    const { letGo, database } = makeDatabase({ fails: true });
    const before = database.read('a');
    letGo();
    await before;
    const failing = database.write(WRITE);
    letGo();
    await expect(failing).rejects.toThrow('no room');
    const after = database.read('a');
    letGo();
    expect((await after)?.value.text).toBe('new');
  });
});
