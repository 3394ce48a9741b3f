import { makeComputer } from './computer.ts';
import { answer } from './faults.ts';
import { makeSecret } from './secrets.ts';
import { startStandIn, type StandIn } from './stand-in.ts';
import type { StartedServer } from './start-server.ts';
import { startFlowManager } from './start-whole-road.ts';

/** Somebody who keys in. */
export const gpiiToken = makeSecret('GPII token');
/** The access token in it. */
export const accessToken = makeSecret('access token');
/** What a requester that works answers. */
export const tokenAnswer = { access_token: accessToken, expires_in: 3600 };
/** What a cloud that works answers. */
export const settingsAnswer = {
  gpiiKey: gpiiToken,
  preferences: {},
  solutionsRegistryEntries: {},
  matchMakerOutput: { inferredConfiguration: { 'gpii-default': { applications: {} } } },
};

/** A flow manager, and stand-ins for both servers that it asks. Both work at first. */
export interface Rig {
  readonly requester: StandIn;
  readonly cloud: StandIn;
  readonly flowManager: StartedServer;
}

/** Starts them. */
export async function startRig(): Promise<Rig> {
  const requester = await startStandIn(answer(200, tokenAnswer));
  const cloud = await startStandIn(answer(200, settingsAnswer));
  const flowManager = await startFlowManager(await makeComputer(), {
    cloudUrl: cloud.url,
    requesterUrl: requester.url,
  });
  return { requester, cloud, flowManager };
}
