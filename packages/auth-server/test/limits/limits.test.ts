import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Actor, AuditEntry, AuditLog } from '@gpii/credentials';
import { describe, expect, it } from 'vitest';
import { createLimits, type Limits, type LimitSettings } from '../../src/limits/limits.ts';
import type { GpiiTokenAsker } from '../../src/limits/unknown-gpii-tokens.ts';
import { NO_LIMITS } from '../support/no-limits.ts';

interface Rig {
  readonly limits: Limits;
  readonly clock: { nowMs: number };
  readonly records: (Actor & AuditEntry)[];
  /** Whether the audit log can be written. */
  readonly log: { isDown: boolean };
}

function startLimits(settings: Partial<LimitSettings>): Rig {
  const clock = { nowMs: 0 };
  const log = { isDown: false };
  const records: Rig['records'] = [];
  const append = (by: Actor, entry: AuditEntry): Promise<void> => {
    if (log.isDown) return Promise.reject(new Error('down'));
    records.push({ ...by, ...entry });
    return Promise.resolve();
  };
  const audit = { append } as Partial<AuditLog> as AuditLog;
  const limits = createLimits({ settings: { ...NO_LIMITS, ...settings }, audit, monotonicMs: () => clock.nowMs });
  return { limits, clock, records, log };
}

const from = (clientAddress: string): { clientAddress: string; requestId: string } => ({
  clientAddress,
  requestId: 'request-1',
});
const pc = { name: 'credential:pc', isKnown: true };
const ada = { name: 'account:ada@lib.example', isKnown: true };
const [here, there] = [from('192.0.2.1'), from('192.0.2.2')];

/** The reasons of so many tries; undefined for one that was let pass. */
async function tryTimes(times: number, act: (round: number) => void | Promise<void>): Promise<unknown[]> {
  const reasons: unknown[] = [];
  for (let round = 0; round < times; round += 1) {
    try {
      await act(round);
      reasons.push(undefined);
    } catch (error) {
      reasons.push((error as { reason?: unknown }).reason);
    }
  }
  return reasons;
}

describe('wrong secrets', () => {
  it('are too many for one client from one address after ten in a minute, and only there', async () => {
    const { limits, clock } = startLimits({ failuresPerMinute: 10 });
    const reasons = await tryTimes(11, () => limits.countFailure(pc, here));
    expect(reasons).toEqual([...Array.from({ length: 10 }, () => undefined), 'too_many_failures']);
    await limits.countFailure(pc, there);
    await limits.countFailure({ ...pc, name: 'credential:other' }, here);
    clock.nowMs = 60_000;
    await limits.countFailure(pc, here);
  });

  it('are too many from one address after so many for whatever clients', async () => {
    const { limits } = startLimits({ failuresPerMinute: 10, failuresPerAddressPerMinute: 20 });
    const reasons = await tryTimes(21, (round) => limits.countFailure({ ...pc, name: `credential:${round}` }, here));
    expect(reasons.indexOf('too_many_failures_from_address')).toBe(20);
    await limits.countFailure(pc, there);
  });

  it('from one /64 have one count', async () => {
    const { limits } = startLimits({ failuresPerMinute: 3 });
    const reasons = await tryTimes(4, (round) => limits.countFailure(pc, from(`2001:db8::${round + 1}`)));
    expect(reasons[3]).toBe('too_many_failures');
  });

  it('are answered 429 slow_down with the seconds until the window ends', async () => {
    const { limits, clock } = startLimits({ failuresPerMinute: 1 });
    await limits.countFailure(pc, here);
    clock.nowMs = 20_500;
    await expect(limits.countFailure(pc, here)).rejects.toMatchObject({
      status: 429,
      code: 'slow_down',
      retryAfterSeconds: 40,
    });
  });

  it('never are too many with 0', async () => {
    const { limits, records } = startLimits({});
    await tryTimes(1000, () => limits.countFailure(pc, here));
    expect(records).toEqual([]);
  });
});

describe('the audit log', () => {
  it('gets one record for each burst and window', async () => {
    const { limits, clock, records } = startLimits({ failuresPerMinute: 10 });
    await tryTimes(50, () => limits.countFailure(pc, here));
    expect(records).toEqual([
      {
        actor: 'unproven',
        address: '192.0.2.1',
        requestId: 'request-1',
        action: 'refused_burst',
        subject: 'credential:pc',
        after: { kind: 'too_many_failures', count: 11, limit: 10 },
      },
    ]);
    clock.nowMs = 60_000;
    await tryTimes(50, () => limits.countFailure(pc, here));
    expect(records).toHaveLength(2);
  });

  it('does not show a name that nobody has: it may be a secret in the wrong field', async () => {
    const { limits, records } = startLimits({ failuresPerMinute: 1 });
    await tryTimes(2, () => limits.countFailure({ name: 'credential:canary', isKnown: false }, here));
    expect([records.length, JSON.stringify(records)]).toEqual([1, expect.not.stringContaining('canary')]);
  });

  it('gets the record later when it was down', async () => {
    const { limits, records, log } = startLimits({ failuresPerMinute: 1 });
    log.isDown = true;
    await tryTimes(3, () => limits.countFailure(pc, here));
    log.isDown = false;
    await tryTimes(3, () => limits.countFailure(pc, here));
    expect(records).toMatchObject([{ after: { count: 4 } }]);
  });

  it('is not filled by whoever has many addresses: it says how many were left out', async () => {
    const { limits, clock, records } = startLimits({ failuresPerMinute: 1 });
    const burst = async (number: number): Promise<unknown> =>
      tryTimes(2, () => limits.countFailure(pc, from(`10.0.${number >> 8}.${number & 255}`)));
    for (let number = 0; number < 150; number += 1) await burst(number);
    expect(records).toHaveLength(100);
    clock.nowMs = 60_000;
    await burst(150);
    expect(records.at(-1)).toMatchObject({ after: { burstsLeftOutBefore: 50 } });
  });
});

describe('wrong passwords', () => {
  const wrong = (limits: Limits, presenter: typeof here): Promise<void> => {
    limits.checkSignIn(ada.name, presenter);
    return limits.countSignInFailure(ada, presenter);
  };

  it('end the tries from their address for a minute, and no others', async () => {
    const { limits, clock } = startLimits({ failuresPerMinute: 10 });
    await tryTimes(11, () => wrong(limits, here));
    expect(() => {
      limits.checkSignIn(ada.name, here);
    }).toThrow('wait');
    limits.checkSignIn(ada.name, there);
    clock.nowMs = 60_000;
    limits.checkSignIn(ada.name, here);
  });

  it('are a hundred an hour for an account, and then three from each further address', async () => {
    const { limits } = startLimits({ failuresPerMinute: 10, signInFailuresPerHour: 100 });
    for (let number = 0; number < 50; number += 1) {
      await tryTimes(2, () => wrong(limits, from(`10.0.0.${number}`)));
    }
    const checked = await tryTimes(6, () => {
      limits.checkSignIn(ada.name, here);
      return limits.countSignInFailure(ada, here).catch(() => undefined);
    });
    expect(checked.map((reason) => reason === undefined)).toEqual([true, true, true, false, false, false]);
    expect(checked[3]).toBe('too_many_sign_in_failures');
    // The person at home, who types the right one.
    limits.checkSignIn(ada.name, there);
    limits.checkSignIn('account:bob@lib.example', here);
  });
});

describe('unknown GPII tokens', () => {
  const client = (id: string): GpiiTokenAsker => ({
    id,
    actor: 'client:pc',
    subject: 'credential:pc',
    details: { secretId: id },
  });
  const hashOf = (number: number): string => number.toString(16).padStart(8, '0').padEnd(64, '0');

  it('are too many for a secret after so many different ones; the same again is one', async () => {
    const { limits, records } = startLimits({ unknownGpiiTokensPerHour: 60 });
    const same = await tryTimes(200, () => limits.countUnknownGpiiToken(client('a'), hashOf(1), here));
    expect(same.every((reason) => reason === undefined)).toBe(true);
    const others = await tryTimes(100, (round) => limits.countUnknownGpiiToken(client('a'), hashOf(round + 2), here));
    expect(others.indexOf('too_many_unknown_gpii_tokens')).toBe(59);
    expect(records).toMatchObject([
      { actor: 'client:pc', subject: 'credential:pc', after: { secretId: 'a', count: 61 } },
    ]);
    await limits.countUnknownGpiiToken(client('b'), hashOf(1), here);
  });

  it('leave those people alone whom the secret served before, and tell nothing about others', async () => {
    const { limits, clock } = startLimits({ unknownGpiiTokensPerHour: 5 });
    limits.checkGpiiToken('a', 'alice');
    await tryTimes(6, (round) => limits.countUnknownGpiiToken(client('a'), hashOf(round), here));
    limits.checkGpiiToken('a', 'alice');
    limits.checkGpiiToken('b', 'bob');
    const check = (): void => {
      limits.checkGpiiToken('a', 'bob');
    };
    expect(check).toThrow('Too many unknown');
    clock.nowMs = 3_600_000;
    check();
  });
});

it('takes at most 20 MB, however many addresses come (SECURITY G-S5)', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc') as () => void;
  const { limits, clock } = startLimits({
    failuresPerMinute: 10,
    failuresPerAddressPerMinute: 600,
    signInFailuresPerHour: 100,
    unknownGpiiTokensPerHour: 60,
    mailsPerHour: 5,
    mailsPerAddressPerHour: 60,
  });
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  // Just before the generations change, when most is remembered.
  for (let number = 0; number < 15 * 8192 - 16; number += 1) {
    const address = `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
    clock.nowMs += 0.01;
    await limits.countSignInFailure({ ...ada, name: `account:${number}` }, from(address));
    limits.checkGpiiToken('s', String(number).padStart(64));
  }
  collectGarbage();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  expect(megabytes).toBeLessThan(20);
  // Still in use, so that it was measured.
  limits.checkSignIn(ada.name, here);
});
