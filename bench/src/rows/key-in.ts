import { setTimeout as rest } from 'node:timers/promises';
import { z } from 'zod';
import { accessTokenAnswerSchema, FLOW_MANAGER_ROUTES, keyInAnswerSchema } from '@gpii/protocol';
import { median } from '../measure/arithmetic.ts';
import type { Contestant } from '../measure/contestant.ts';
import type { Call } from '../measure/http-client.ts';
import type { Rounds } from '../measure/run-rounds.ts';
import type { ServerProcess } from '../processes/server-process.ts';
import type { Stage } from '../stage/stage.ts';
import { parseAnswer, requesterCalls, takeTurn } from './calls.ts';
import { medianOf, roundsOf } from './compare.ts';
import type { Figure, Row } from './row.ts';
import { makeContestantAlone } from './settings.ts';

const KEY_IN = 'key-in';
const REQUESTER = 'access-token-alone';
const FLOW_MANAGER = 'flow-manager-alone';
/** Within a key-in each process rests while the others work, so none of the calls alone is measured in a tight loop. */
const REST_MS = 20;

/**
 * A key-in through three processes beside its three HTTP calls, each measured alone: to the flow manager, from there to the access
 * requester, and for settings to the cloud. One at a time and after a rest: that is how a computer keys in.
 */
export const keyInRow: Row = {
  name: 'key-in',
  describe: 'a key-in through flow manager, access requester and cloud, beside the sum of its HTTP calls',
  prepare: async (stage) => {
    const cloud = takeTurn(await stage.clouds(), 0);
    const requester = await stage.startRequester(cloud);
    const flowManager = await stage.startFlowManager({ cloud, requester, registry: stage.registry });
    const settings = await makeContestantAlone(cloud, stage);
    return {
      contestants: [
        askFlowManager(flowManager),
        askRequester(requester, cloud, stage),
        settings,
        keyInAndOut([flowManager, requester, cloud], stage),
      ].map(rested),
      figures: (rounds) => toFigures(rounds, settings.name),
    };
  },
};

function rested(contestant: Contestant): Contestant {
  return {
    ...contestant,
    act: async (client, turn) => {
      await rest(REST_MS);
      return await contestant.act(client, turn);
    },
  };
}

/** The call that a key-in itself is, without what it does: the flow manager's shortest answer. */
function askFlowManager(flowManager: ServerProcess): Contestant {
  return {
    name: FLOW_MANAGER,
    title: 'GET /user at the flow manager, alone',
    connections: 1,
    servers: [flowManager],
    act: async (client) => {
      const answer = await client.send({ url: flowManager.url, method: 'GET', path: FLOW_MANAGER_ROUTES.user });
      parseAnswer('Who is keyed in', answer, z.object({ keyedIn: z.unknown() }));
      return answer.durationMs;
    },
  };
}

function askRequester(requester: ServerProcess, cloud: ServerProcess, { people }: Stage): Contestant {
  const calls = requesterCalls(requester.url, people);
  return {
    name: REQUESTER,
    title: 'POST /access-token at the requester, alone',
    connections: 1,
    servers: [requester, cloud],
    act: async (client, turn) => {
      const answer = await client.send(takeTurn(calls, turn));
      parseAnswer('An access token of the requester', answer, accessTokenAnswerSchema);
      return answer.durationMs;
    },
  };
}

/** Keys in, which is timed, and out again, which is not. Each time another person, so that an access token is needed. */
function keyInAndOut(servers: readonly ServerProcess[], { people }: Stage): Contestant {
  const { url } = takeTurn(servers, 0);
  return {
    name: KEY_IN,
    title: 'a key-in through three processes',
    connections: 1,
    servers,
    act: async (client, turn) => {
      const gpiiToken = takeTurn(people.keyInTokens, turn);
      const keyedIn = await client.send(actCall(url, FLOW_MANAGER_ROUTES.login, gpiiToken));
      parseAnswer('A key-in', keyedIn, keyInAnswerSchema);
      const keyedOut = await client.send(actCall(url, FLOW_MANAGER_ROUTES.logout, gpiiToken));
      parseAnswer('A key-out', keyedOut, keyInAnswerSchema);
      return keyedIn.durationMs;
    },
  };
}

function actCall(url: string, route: string, gpiiToken: string): Call {
  return { url, method: 'POST', path: route.replace(':gpiiToken', encodeURIComponent(gpiiToken)) };
}

function toFigures(rounds: Rounds, settings: string): readonly Figure[] {
  const keyIns = roundsOf(rounds, KEY_IN);
  const overSumOf = (names: readonly string[]): number => {
    const alone = names.map((name) => roundsOf(rounds, name));
    const ratios = keyIns.map(({ p50Ms }, index) => {
      const sumMs = alone.reduce((sum, ofOne) => sum + (ofOne[index]?.p50Ms ?? NaN), 0);
      return p50Ms / sumMs;
    });
    return median(ratios);
  };
  const servers = Object.keys(keyIns[0]?.cpuMicros ?? {});
  const cpuMs = (server: string): number => median(keyIns.map(({ cpuMicros }) => cpuMicros[server] ?? NaN)) / 1000;
  // Then a key-in is less than the calls that it is compared with.
  const reused = cpuMs('requester') === 0 ? { note: 'the requester was not asked: access tokens were reused' } : {};
  return [
    {
      name: 'key-in: of the sum of its HTTP calls, by p50',
      value: overSumOf([FLOW_MANAGER, REQUESTER, settings]),
      unit: '×',
      goal: { atMost: 1.5 },
      ...reused,
    },
    { name: 'key-in: of the calls behind the flow manager', value: overSumOf([REQUESTER, settings]), unit: '×' },
    { name: 'key-in: p50', value: medianOf(rounds, KEY_IN, 'p50Ms'), unit: 'ms' },
    ...servers.map((server) => ({
      name: `key-in: CPU of ${server}, key-out included`,
      value: cpuMs(server),
      unit: 'ms',
    })),
  ];
}
