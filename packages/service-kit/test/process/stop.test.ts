import { describe, expect, it } from 'vitest';
import { linesOf, startTiny, withKeptTiny, withTiny } from '../support/tiny-service.ts';

const isStopping = ({ msg }: Readonly<Record<string, unknown>>): boolean => msg === 'stopping';
const isHeld = ({ msg }: Readonly<Record<string, unknown>>): boolean => msg === 'held';

describe('stopping a service', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s after the request that was running', async (signal) => {
    await withTiny([], async ({ url, child, ended, waitForLine }) => {
      const answer = fetch(`${url}/held`);
      await waitForLine(isHeld);
      child.kill(signal);
      await waitForLine(isStopping);
      child.kill('SIGUSR2');
      expect([await (await answer).json(), (await ended).exitCode]).toEqual(['done', 0]);
    });
  });

  it('ends with 130 at the second SIGINT, without waiting', async () => {
    await withTiny([], async ({ url, child, ended, waitForLine }) => {
      const answer = fetch(`${url}/held`).catch(() => 'cut');
      await waitForLine(isHeld);
      child.kill('SIGINT');
      await waitForLine(isStopping);
      child.kill('SIGINT');
      expect([(await ended).exitCode, await answer]).toEqual([130, 'cut']);
    });
  });

  it('ends when its parent lets go of the IPC channel', async () => {
    await withTiny([], async ({ child, ended }) => {
      child.disconnect();
      expect((await ended).exitCode).toBe(0);
    });
  });

  it('ends without a listening line when its parent lets go while it starts', async () => {
    const tiny = startTiny(['serve', '--hold-start', 'yes']);
    await tiny.waitForLine(({ msg }) => msg === 'start held');
    tiny.child.disconnect();
    await tiny.waitForLine(isStopping);
    tiny.child.kill('SIGUSR2');
    const { exitCode, stdout } = await tiny.ended;
    expect([exitCode, linesOf(stdout).filter(({ event }) => event === 'listening')]).toEqual([0, []]);
  });

  it.each(['/crash', '/reject'])('logs what nobody caught at %s as a JSON line and exits 1', async (path) => {
    await withTiny([], async ({ url, ended }) => {
      const answer = fetch(url + path).catch(() => undefined);
      const { exitCode, stdout, stderr } = await ended;
      await answer;
      const fatal = linesOf(stdout).filter(({ level }) => level === 'fatal');
      expect([exitCode, fatal, stderr]).toMatchObject([1, [{ reason: 'internal_error' }], '']);
    });
  });
});

describe('the log', () => {
  it('shows no secret, wherever it stands in a line', async () => {
    const { stdout } = await withKeptTiny([], (url) => fetch(`${url}/log`));
    expect(linesOf(stdout).filter(({ msg }) => msg === 'secrets')).toHaveLength(1);
    expect(stdout).not.toContain('canary');
  });

  it('is silent below its level', async () => {
    const { stdout } = await withKeptTiny(['--log-level', 'error'], (url) => fetch(`${url}/greeting`));
    expect(linesOf(stdout)).toHaveLength(1);
  });
});
