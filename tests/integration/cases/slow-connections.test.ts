import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { call } from '../support/call.ts';
import { makeCloud, type Cloud } from '../support/make-cloud.ts';
import { runningMs } from '../support/running-clock.ts';
import { openRaw } from '../support/send-raw.ts';

const SLOW_HEADERS = 100;
const SLOW_BODIES = 30;
/** 13 s for a request, looked at every second; the rest is for a machine that does other work as well. */
const CLOSED_WITHIN_MS = 14_000 + 10_000;

interface Slow {
  readonly status: number;
  readonly openMs: number;
}

/** Sends a little each second, for as long as the server takes it. */
async function drip(cloud: Cloud, begin: string, piece: string): Promise<Slow> {
  const { socket, answer } = await openRaw(cloud.url);
  const openedAt = runningMs();
  socket.write(begin);
  const timer = setInterval(() => socket.write(piece), 1000);
  const text = await answer;
  clearInterval(timer);
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), openMs: runningMs() - openedAt };
}

const HEADERS = 'POST /oauth2/access_token HTTP/1.1\r\nHost: localhost\r\n';
const BODY = `${HEADERS}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 10000\r\n\r\ngrant_type=`;

function askForAccessToken({ url, installed, people }: Cloud): Promise<{ status: number }> {
  const body = new URLSearchParams({
    grant_type: 'password',
    username: people.alice,
    client_id: installed.clientId,
    client_secret: installed.clientSecret,
  });
  return call(url, { path: '/oauth2/access_token', body });
}

test('slow senders are answered 408 and closed in time, and everybody else is served (SECURITY G-S8)', async () => {
  const cloud = await makeCloud();
  const dripping = Promise.all([
    ...Array.from({ length: SLOW_HEADERS }, (_item, index) => drip(cloud, HEADERS, `X-Slow-${index}: a\r\n`)),
    ...Array.from({ length: SLOW_BODIES }, () => drip(cloud, BODY, 'a')),
  ]);
  const progress = { isOver: false };
  const slowly = dripping.finally(() => {
    progress.isOver = true;
  });
  const statuses: number[] = [];
  // Each access token is looked for in all that was written, so there are not as many as could be.
  while (!progress.isOver) {
    statuses.push((await askForAccessToken(cloud)).status);
    await pause(50);
  }
  const slow = await slowly;
  expect([...new Set(statuses)]).toEqual([200]);
  expect(statuses.length).toBeGreaterThan(10);
  expect([...new Set(slow.map(({ status }) => status))]).toEqual([408]);
  expect(Math.max(...slow.map(({ openMs }) => openMs))).toBeLessThan(CLOSED_WITHIN_MS);
});
