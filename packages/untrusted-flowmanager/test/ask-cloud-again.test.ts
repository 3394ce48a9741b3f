import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createLogger, Refusal } from '@gpii/service-kit';
import { askCloudAgainEveryMinute } from '../src/ask-cloud-again.ts';
import type { KeyIns } from '../src/key-ins.ts';

const MINUTE_MS = 60_000;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('asks once a minute, also after a refusal and a mistake, until it is ended', async () => {
  const reason = 'cloud_unreachable';
  const answers = [new Refusal({ status: 504, code: reason, reason, message: '' }), new Error('of a test'), undefined];
  let asked = 0;
  const askCloudAgain = (): Promise<void> => {
    const failure = answers[asked];
    asked += 1;
    return failure === undefined ? Promise.resolve() : Promise.reject(failure);
  };
  const logger = createLogger('test', 'silent');
  const [info, error] = [vi.spyOn(logger, 'info'), vi.spyOn(logger, 'error')];
  const end = askCloudAgainEveryMinute({ askCloudAgain } as KeyIns, logger);
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
  expect(asked).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect([asked, info.mock.calls[0]?.[0]]).toEqual([1, { reason }]);
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  expect([asked, error.mock.calls.length]).toEqual([3, 1]);
  end();
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  expect(asked).toBe(3);
});
