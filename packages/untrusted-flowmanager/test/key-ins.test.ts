import type { SettingsAnswer } from '@gpii/protocol';
import { Refusal } from '@gpii/service-kit';
import { expect, test } from 'vitest';
import { createKeyIns, type KeyIns } from '../src/key-ins.ts';
import { settingsAnswer } from './support/settings-answer.ts';

interface Rig {
  readonly keyIns: KeyIns;
  readonly events: string[];
  readonly failNextUndo: () => void;
  readonly passMs: (ms: number) => void;
}

const refusalWith = (code: 'cloud_unreachable' | 'settings_not_applied' | 'settings_not_restored'): Refusal =>
  new Refusal({ status: 500, code, reason: code, message: '' });

/** Key-ins with a cloud that answers at once; `unknown` is nobody's GPII token, `offline` gets local settings. */
function rig(cloudLater: () => SettingsAnswer = () => settingsAnswer('offline')): Rig {
  const events: string[] = [];
  const undoFails: boolean[] = [];
  let nowMs = 0;
  const cloudUnreachable = refusalWith('cloud_unreachable');
  const keyIns = createKeyIns({
    clock: { now: () => new Date('2017-05-02T10:00:00Z'), monotonicMs: () => nowMs },
    computer: {
      apply: ({ gpiiKey, preferences: { name } }) => {
        events.push(`apply ${String(name)}`);
        if (gpiiKey === 'stuck') return Promise.reject(refusalWith('settings_not_restored'));
        return gpiiKey === 'unfit' ? Promise.reject(refusalWith('settings_not_applied')) : Promise.resolve();
      },
      changes: () => [],
      leftOut: () => [],
      change: (_before, { preferences: { name } }) => {
        events.push(`change to ${String(name)}`);
        if (name === 'broken') return Promise.reject(refusalWith('settings_not_restored'));
        return name === 'unfit' ? Promise.reject(refusalWith('settings_not_applied')) : Promise.resolve();
      },
      undo: () => {
        events.push('undo');
        const fails = undoFails.pop() ?? false;
        return fails ? Promise.reject(refusalWith('settings_not_restored')) : Promise.resolve();
      },
    },
    changeInstructions: (instructions, preferences) => ({
      ...instructions,
      preferences: { name: Object.keys(preferences).join() },
      solutionsRegistryEntries: preferences,
    }),
    fetchInstructions: async () => Promise.resolve().then(cloudLater),
    getInstructions: async (gpiiToken) => {
      events.push(`fetch ${gpiiToken}`);
      await Promise.resolve();
      events.push(`fetched ${gpiiToken}`);
      if (gpiiToken === 'unknown') throw new Error('unknown');
      const instructions = settingsAnswer(gpiiToken);
      if (gpiiToken === 'offline') return { instructions, source: 'local', refusal: cloudUnreachable };
      return { instructions, source: 'cloud' };
    },
  });
  return {
    keyIns,
    events,
    failNextUndo: () => undoFails.push(true),
    passMs: (ms) => {
      nowMs += ms;
    },
  };
}

test('says how many solutions got settings', async () => {
  const { keyIns } = rig();
  expect(await keyIns.keyIn('alice')).toEqual({
    message: 'Keyed in. GPII Cloud sent settings for 2 solutions.',
    gpiiToken: 'alic…',
    source: 'cloud',
  });
});

test('keys in one after the other', async () => {
  const { keyIns, events } = rig();
  await Promise.all([keyIns.keyIn('alice'), keyIns.keyIn('bob')]);
  expect(events.filter((event) => event.startsWith('fetch'))).toEqual([
    'fetch alice',
    'fetched alice',
    'fetch bob',
    'fetched bob',
  ]);
  expect(keyIns.session?.gpiiToken).toBe('bob');
});

test('ends the last session before another person keys in', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  await expect(keyIns.keyIn('unknown')).rejects.toThrow('unknown');
  expect(keyIns.session).toBeUndefined();
});

test('makes one of the same key-in at the same time', async () => {
  const { keyIns, events } = rig();
  const answers = await Promise.all([keyIns.keyIn('alice'), keyIns.keyIn('alice')]);
  expect(answers[1]).toEqual(answers[0]);
  expect(events).toEqual(['undo', 'fetch alice', 'fetched alice', 'apply for a test']);
});

test('keeps the order when somebody else comes between', async () => {
  const { keyIns } = rig();
  await Promise.all([keyIns.keyIn('alice'), keyIns.keyIn('bob'), keyIns.keyIn('alice')]);
  expect(keyIns.session?.gpiiToken).toBe('alice');
});

test('refuses a key-in of who is keyed in', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  await expect(keyIns.keyIn('alice')).rejects.toMatchObject({ status: 409, reason: 'already_keyed_in' });
});

test('forgets instructions at key-out', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  await keyIns.keyOut('alice');
  expect(keyIns.session).toBeUndefined();
});

test('refuses a key-out when nobody is keyed in', async () => {
  const { keyIns } = rig();
  await expect(keyIns.keyOut('alice')).rejects.toMatchObject({ status: 409, reason: 'nobody_keyed_in' });
});

test('refuses to key out another person', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  await expect(keyIns.keyOut('bob')).rejects.toMatchObject({ status: 409, reason: 'other_person_keyed_in' });
  expect(keyIns.session?.gpiiToken).toBe('alice');
});

test('keys out whoever keyed in before, though it was asked for at the same time', async () => {
  const { keyIns } = rig();
  await Promise.all([keyIns.keyIn('alice'), keyIns.keyOut('alice')]);
  expect(keyIns.session).toBeUndefined();
});

test('keys in and out by taps', async () => {
  const { keyIns, passMs } = rig();
  await keyIns.tap('alice');
  expect(keyIns.session?.gpiiToken).toBe('alice');
  passMs(1_500);
  expect(await keyIns.tap('alice')).toMatchObject({ message: 'Keyed out.' });
  expect(keyIns.session).toBeUndefined();
});

test('changes nothing for the echo of a tap', async () => {
  const { keyIns } = rig();
  await keyIns.tap('alice');
  expect(await keyIns.tap('alice')).toBeUndefined();
  expect(keyIns.session?.gpiiToken).toBe('alice');
});

test('keys another person in by a tap right after', async () => {
  const { keyIns } = rig();
  await keyIns.tap('alice');
  await keyIns.tap('bob');
  expect(keyIns.session?.gpiiToken).toBe('bob');
});

test('says that settings are local, why, and that the cloud is asked again', async () => {
  const { keyIns } = rig();
  const answer = await keyIns.keyIn('offline');
  expect(answer).toEqual({
    message:
      "Your settings on this computer are on. Settings from GPII Cloud can't be reached right now; we'll try again.",
    gpiiToken: 'offl…',
    source: 'local',
    cloudProblem: 'cloud_unreachable',
  });
});

test('leaves on what is on when the cloud comes back and says the same', async () => {
  const { keyIns, events } = rig();
  await keyIns.keyIn('offline');
  const before = events.length;
  await keyIns.askCloudAgain();
  expect([keyIns.session?.source, events.slice(before)]).toEqual(['cloud', []]);
});

test('puts on what the cloud says when it comes back with something else', async () => {
  const later = { ...settingsAnswer('offline'), preferences: { name: 'from the cloud' }, solutionsRegistryEntries: {} };
  const { keyIns, events } = rig(() => later);
  await keyIns.keyIn('offline');
  const before = events.length;
  await keyIns.askCloudAgain();
  expect([keyIns.session?.source, keyIns.session?.refusal]).toEqual(['cloud', undefined]);
  expect(events.slice(before)).toEqual(['change to from the cloud']);
});

test('a key-out after which something is still on can be repeated', async () => {
  const { keyIns, failNextUndo } = rig();
  await keyIns.keyIn('alice');
  failNextUndo();
  await expect(keyIns.keyOut('alice')).rejects.toMatchObject({ reason: 'settings_not_restored' });
  expect(keyIns.session?.gpiiToken).toBe('alice');
  expect((await keyIns.keyOut('alice')).message).toBe('Keyed out.');
  expect(keyIns.session).toBeUndefined();
});

test('does not bring back settings of who keyed out while the cloud was asked', async () => {
  const { keyIns, events } = rig();
  await keyIns.keyIn('offline');
  const asked = keyIns.askCloudAgain();
  await keyIns.keyOut('offline');
  await asked;
  expect([keyIns.session, events.at(-1)]).toEqual([undefined, 'undo']);
});

test('asks the cloud again for nobody whose settings came from it', async () => {
  const { keyIns } = rig(() => {
    throw new Error('was asked');
  });
  await keyIns.keyIn('alice');
  await keyIns.askCloudAgain();
  expect(keyIns.session?.source).toBe('cloud');
});

test('goes on with local settings when those of the cloud can not be put on, and asks no more', async () => {
  const unfit = { ...settingsAnswer('offline'), preferences: { name: 'unfit' }, solutionsRegistryEntries: {} };
  const { keyIns, events } = rig(() => unfit);
  await keyIns.keyIn('offline');
  const before = events.length;
  await expect(keyIns.askCloudAgain()).rejects.toMatchObject({ code: 'settings_not_applied' });
  await keyIns.askCloudAgain();
  expect([keyIns.session?.source, events.slice(before)]).toEqual(['local', ['change to unfit']]);
});

test('has no session when neither the settings of the cloud nor those before it can be put on, and says so until the next', async () => {
  const broken = { ...settingsAnswer('offline'), preferences: { name: 'broken' }, solutionsRegistryEntries: {} };
  const { keyIns } = rig(() => broken);
  await keyIns.keyIn('offline');
  expect(keyIns.isBroken).toBe(false);
  await expect(keyIns.askCloudAgain()).rejects.toMatchObject({ code: 'settings_not_restored' });
  expect([keyIns.session, keyIns.isBroken]).toEqual([undefined, true]);
  await keyIns.keyIn('alice');
  expect(keyIns.isBroken).toBe(false);
});

test('makes one of the same key-in with the same preferences, and refuses the second with others', async () => {
  const { keyIns } = rig();
  const carried = (size: number) => ({ carried: { preferences: { size } } });
  const first = keyIns.keyIn('alice', carried(12));
  const answers = [keyIns.keyIn('alice', carried(12)), keyIns.keyIn('alice'), keyIns.keyIn('alice', carried(24))];
  const [same, none, other] = await Promise.allSettled(answers);
  expect([same, none]).toEqual(Array(2).fill({ status: 'fulfilled', value: await first }));
  expect(other).toMatchObject({ status: 'rejected', reason: { reason: 'already_keyed_in' } });
});

test('asks again for as long as the cloud can not be reached', async () => {
  let asked = 0;
  const { keyIns } = rig(() => {
    asked += 1;
    throw refusalWith('cloud_unreachable');
  });
  await keyIns.keyIn('offline');
  await expect(keyIns.askCloudAgain()).rejects.toThrow();
  await expect(keyIns.askCloudAgain()).rejects.toThrow();
  expect([asked, keyIns.session?.source]).toEqual([2, 'local']);
});

test('changes preferences of who is keyed in, and says whether that made a difference', async () => {
  const { keyIns, events } = rig();
  await keyIns.keyIn('alice');
  expect(await keyIns.change({ bigger: 1 }, keyIns.session)).toEqual({ gpiiToken: 'alice', isUsed: true });
  expect(await keyIns.change({ bigger: 1 }, keyIns.session)).toEqual({ gpiiToken: 'alice', isUsed: false });
  expect([events.at(-1), keyIns.session?.changed]).toEqual(['change to bigger', { bigger: 1 }]);
});

test('keeps what was on when a change can not be put on', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  const before = keyIns.session;
  await expect(keyIns.change({ unfit: 1 }, before)).rejects.toMatchObject({ reason: 'settings_not_applied' });
  expect(keyIns.session).toBe(before);
});

test('changes nothing for a person who keyed in after it was asked', async () => {
  const { keyIns } = rig();
  await keyIns.keyIn('alice');
  const { session } = keyIns;
  const bob = keyIns.keyIn('bob');
  await expect(keyIns.change({ bigger: 1 }, session)).rejects.toMatchObject({ reason: 'other_person_keyed_in' });
  await bob;
  await keyIns.keyOut('bob');
  await expect(keyIns.change({ bigger: 1 }, session)).rejects.toMatchObject({ reason: 'nobody_keyed_in' });
});

test('keeps what the person changed when the cloud comes back', async () => {
  const { keyIns, events } = rig();
  await keyIns.keyIn('offline');
  await keyIns.change({ bigger: 1 }, keyIns.session);
  await keyIns.askCloudAgain();
  expect([keyIns.session?.source, keyIns.session?.instructions.preferences]).toEqual(['cloud', { name: 'bigger' }]);
  expect(events.at(-1)).toBe('change to bigger');
});

test('says after a key-in that could not be put on whether this computer is still changed', async () => {
  const { keyIns } = rig();
  await expect(keyIns.keyIn('stuck')).rejects.toMatchObject({ reason: 'settings_not_restored' });
  expect(keyIns.isBroken).toBe(true);
  await expect(keyIns.keyIn('unfit')).rejects.toMatchObject({ reason: 'settings_not_applied' });
  expect(keyIns.isBroken).toBe(false);
});
