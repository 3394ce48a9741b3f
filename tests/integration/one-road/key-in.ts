import { CLOUD_ROUTES } from '@gpii/protocol';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectRefusal } from '../support/expect-refusal.ts';
import { act, keyIn, keyOut, whoIsKeyedIn } from '../support/local-calls.ts';
import type { WholeRoad } from '../support/start-whole-road.ts';
import { theRoad } from '../support/the-road.ts';
import { until } from '../support/until.ts';

describe('key-in and key-out', () => {
  let road: WholeRoad;
  let url: string;
  beforeAll(async () => {
    road = await theRoad();
    url = road.flowManager.url;
  });

  test('keys in, says who is keyed in, and keys out', async () => {
    const { alice } = road.cloud.people;
    expect(await whoIsKeyedIn(url)).toBeNull();
    const keyedIn = await keyIn(url, alice);
    expect(keyedIn.json, keyedIn.text).toEqual({
      message: 'Keyed in. GPII Cloud sent settings for 1 solution.',
      gpiiToken: 'alic…',
      source: 'cloud',
    });
    expect(keyedIn.status).toBe(200);
    expect(await whoIsKeyedIn(url)).toMatchObject({ gpiiToken: 'alic…', source: 'cloud', solutions: 1 });
    const keyedOut = await keyOut(url, alice);
    expect({ status: keyedOut.status, ...keyedOut.json }).toEqual({
      status: 200,
      message: 'Keyed out.',
      gpiiToken: 'alic…',
      source: 'cloud',
    });
    expect(await whoIsKeyedIn(url)).toBeNull();
  });

  test('has one request id in the logs of all three servers', async () => {
    const person = await road.cloud.newPerson();
    const { requestId } = await keyIn(url, person);
    for (const server of [road.flowManager, road.requester, road.cloud.server]) {
      expect(await server.log.ofRequest(requestId)).toMatchObject({ status: 200 });
    }
    const ofCloud = road.cloud.server.log.lines().filter((line) => line.requestId === requestId);
    expect(ofCloud.map(({ route }) => route)).toEqual([CLOUD_ROUTES.token, CLOUD_ROUTES.settings]);
    await keyOut(url, person);
  });

  test('takes GET as well, for the listeners in the field', async () => {
    const { alice } = road.cloud.people;
    expect((await act(url, alice, 'login', 'GET')).json.message).toMatch(/^Keyed in/);
    expect((await act(url, alice, 'logout', 'GET')).json.message).toBe('Keyed out.');
  });

  test('changes nothing for a HEAD request', async () => {
    expect((await act(url, road.cloud.people.alice, 'login', 'HEAD')).status).toBe(405);
    expect(await whoIsKeyedIn(url)).toBeNull();
  });

  test('ends the session of the first person when a second keys in', async () => {
    const { alice, bob } = road.cloud.people;
    await keyIn(url, alice);
    expect((await keyIn(url, bob)).status).toBe(200);
    expect(await whoIsKeyedIn(url)).toMatchObject({ gpiiToken: 'bob-…' });
    const answer = await keyOut(url, alice);
    await expectRefusal(answer, road.flowManager, {
      status: 409,
      error: 'other_person_keyed_in',
      reason: 'other_person_keyed_in',
      message: /Another person is keyed in/,
    });
    expect((await keyOut(url, bob)).status).toBe(200);
  });

  test('refuses to key the same person in again', async () => {
    const { alice } = road.cloud.people;
    await keyIn(url, alice);
    await expectRefusal(await keyIn(url, alice), road.flowManager, {
      status: 409,
      error: 'already_keyed_in',
      reason: 'already_keyed_in',
      message: /keyed in already/,
    });
    expect(await whoIsKeyedIn(url)).toMatchObject({ gpiiToken: 'alic…' });
    await keyOut(url, alice);
  });

  test('refuses a key-out when nobody is keyed in', async () => {
    await expectRefusal(await keyOut(url, road.cloud.people.alice), road.flowManager, {
      status: 409,
      error: 'nobody_keyed_in',
      reason: 'nobody_keyed_in',
      message: /Nobody is keyed in/,
    });
  });

  test('keys in at the first tap, takes its echo for the same tap, and keys out at the next', async () => {
    const { bob } = road.cloud.people;
    expect((await act(url, bob, 'proximityTriggered')).json.message).toMatch(/^Keyed in/);
    const echo = await act(url, bob, 'proximityTriggered');
    expect({ status: echo.status, message: echo.json.message }).toEqual({
      status: 200,
      message: 'This tap came right after the last one. Nothing was changed.',
    });
    expect(await road.flowManager.log.ofRequest(echo.requestId)).toMatchObject({ reason: 'debounced' });
    expect(await whoIsKeyedIn(url)).toMatchObject({ gpiiToken: 'bob-…' });
    const second = await until('a tap counts again', async () => {
      const answer = await act(url, bob, 'proximityTriggered', 'GET');
      return answer.json.message === 'Keyed out.' ? answer : undefined;
    });
    expect(second.status).toBe(200);
    expect(await whoIsKeyedIn(url)).toBeNull();
  });

  test.each(['unicode', 'slash'] as const)('keys in with a GPII token with %s in it', async (name) => {
    const gpiiToken = road.cloud.people[name];
    const answer = await keyIn(url, gpiiToken);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.json.gpiiToken).toBe(`${Array.from(gpiiToken).slice(0, 4).join('')}…`);
    expect((await keyOut(url, gpiiToken)).status).toBe(200);
  });

  test('goes the road once for many key-ins of one person at the same time', async () => {
    const person = await road.cloud.newPerson();
    const mark = road.cloud.server.log.mark();
    const answers = await Promise.all(Array.from({ length: 10 }, () => keyIn(url, person)));
    expect(answers.some(({ status }) => status === 200)).toBe(true);
    // One that comes when the others are done is told so.
    const others = answers.filter(({ status }) => status !== 200);
    expect(others.filter(({ json }) => json.error !== 'already_keyed_in')).toEqual([]);
    await keyOut(url, person);
    const asked = await until('the cloud has logged both requests', () => {
      const routes = road.cloud.server.log
        .lines()
        .slice(mark)
        .flatMap(({ route }) => (route === CLOUD_ROUTES.token || route === CLOUD_ROUTES.settings ? [route] : []));
      return routes.includes(CLOUD_ROUTES.settings) && routes;
    });
    expect(asked).toEqual([CLOUD_ROUTES.token, CLOUD_ROUTES.settings]);
  });
});
