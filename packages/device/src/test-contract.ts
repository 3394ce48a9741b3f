import type { JsonObject, JsonValue } from '@gpii/matchmaker';
import type { SettingsHandler } from './handlers/settings-handler.ts';

/** One place that a handler changes, made new for each test. */
export interface HandlerSubject {
  readonly handler: SettingsHandler;
  readonly options: JsonObject;
  /** Settings that are there, with the values that they have. */
  readonly present: JsonObject;
  /** Other values for the same settings. */
  readonly wanted: JsonObject;
  /** All that is stored in that place, as text: equal before a change and after it was undone. */
  readonly readAll: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The functions of a test runner that the contract needs; those of vitest, jest and node:test fit. */
export interface TestRunner {
  readonly it: (name: string, test: () => Promise<void>) => unknown;
  /** Throws when two values of JSON are not equal. */
  readonly assertEqual: (actual: unknown, expected: unknown) => void;
}

/**
 * What every settings handler has to pass: registers the tests with a test runner.
 *
 * @example describe('my handler', () => testSettingsHandler(makeSubject, { it, assertEqual: (a, b) => expect(a).toEqual(b) }))
 */
export function testSettingsHandler(makeSubject: () => Promise<HandlerSubject>, { it, assertEqual }: TestRunner): void {
  const test = (name: string, run: (subject: HandlerSubject) => Promise<void>) =>
    it(name, async () => {
      const subject = await makeSubject();
      try {
        await run(subject);
      } finally {
        await subject.close();
      }
    });
  /** What comes back from a journal is JSON that another process wrote. */
  const fromDisk = (before: JsonValue) => JSON.parse(JSON.stringify(before)) as JsonValue;

  test('gets the values that are there', async ({ handler, options, present }) => {
    assertEqual(await handler.get({ options, settings: present }), present);
  });

  test('changes nothing while it prepares', async ({ handler, options, wanted, readAll }) => {
    const all = await readAll();
    await handler.prepare({ options, settings: wanted });
    assertEqual(await readAll(), all);
  });

  test('sets values that it then gets', async ({ handler, options, wanted }) => {
    await (await handler.prepare({ options, settings: wanted })).set();
    assertEqual(await handler.get({ options, settings: wanted }), wanted);
  });

  test('restores what was there, by what was kept before', async ({ handler, options, present, wanted, readAll }) => {
    const all = await readAll();
    const { before, set } = await handler.prepare({ options, settings: wanted });
    await set();
    await handler.restore(fromDisk(before));
    assertEqual(await handler.get({ options, settings: present }), present);
    assertEqual(await readAll(), all);
  });

  test('restores the same a second time, and where nothing was set', async ({ handler, options, wanted, readAll }) => {
    const all = await readAll();
    const { before, set } = await handler.prepare({ options, settings: wanted });
    await handler.restore(fromDisk(before));
    assertEqual(await readAll(), all);
    await set();
    await handler.restore(fromDisk(before));
    await handler.restore(fromDisk(before));
    assertEqual(await readAll(), all);
  });

  test('restores two changes, the last one first', async ({ handler, options, present, wanted, readAll }) => {
    const all = await readAll();
    const first = await handler.prepare({ options, settings: wanted });
    await first.set();
    const second = await handler.prepare({ options, settings: present });
    await second.set();
    await handler.restore(fromDisk(second.before));
    assertEqual(await handler.get({ options, settings: wanted }), wanted);
    await handler.restore(fromDisk(first.before));
    assertEqual(await readAll(), all);
  });
}
