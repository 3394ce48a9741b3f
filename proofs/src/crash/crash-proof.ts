import { join, relative } from 'node:path';
import { createHttpClient, type Figure } from '@gpii/bench';
import type { Proof, ProofStage } from '../proof.ts';
import { makeDataDir, startCloud, type ProofCloud } from '../stage/proof-cloud.ts';
import { clientRecord, gpiiTokenRecord, makeClient, makeGpiiToken, ownerRecord } from '../stage/records.ts';
import { findLosses, type Loss, type LossKind } from './compare.ts';
import { damageEnd, findNewestLog } from './damage-log.ts';
import { lookForAll } from './look.ts';
import { nothingAcknowledged, type Acknowledged } from './model.ts';
import { createTally, type Tally } from './tally.ts';
import { writeUntilKilled } from './writer.ts';

const WRITERS = 8;
const START_GOAL_MS = 3000;

/** kill -9 under load, and damaged logs (SECURITY G-R1). */
export const crashProof: Proof = {
  name: 'crash',
  describe: `kill -9 at a random moment under ${WRITERS} writers; then with the end of a LevelDB log cut or garbled`,
  sizes: [
    { name: 'rounds', byDefault: 50, describe: 'kills' },
    { name: 'damage-rounds', byDefault: 10, describe: 'kills after which a log is damaged' },
  ],
  run: async (stage) => {
    const scene = await setScene(stage);
    const plain = await runRounds(scene, { title: 'kill -9', count: stage.size('rounds'), damages: false });
    const damaged = await runRounds(scene, {
      title: 'damaged log',
      count: stage.size('damage-rounds'),
      damages: true,
    });
    return [...toFigures('kill -9', plain, PLAIN), ...toFigures('damaged log', damaged, DAMAGED)];
  },
};

const PLAIN: readonly LossKind[] = ['creation', 'edit', 'revocation', 'audit', 'too much revoked'];
const DAMAGED: readonly LossKind[] = ['revocation'];

interface Scene {
  readonly stage: ProofStage;
  readonly checker: ReturnType<typeof makeClient>;
  readonly gpiiTokens: readonly string[];
  readonly dataDir: string;
}

async function setScene(stage: ProofStage): Promise<Scene> {
  const checker = makeClient('checker');
  const gpiiTokens = Array.from({ length: 20 }, makeGpiiToken);
  const records = [ownerRecord(), clientRecord(checker), ...gpiiTokens.map((token) => gpiiTokenRecord(token))];
  return { stage, checker, gpiiTokens, dataDir: await makeDataDir(stage, 'data', records) };
}

interface RoundsPlan {
  readonly title: string;
  readonly count: number;
  readonly damages: boolean;
}

async function runRounds(scene: Scene, { title, count, damages }: RoundsPlan): Promise<Tally> {
  const { stage } = scene;
  const tally = createTally();
  for (let round = 1; round <= count; round += 1) {
    stage.workplace.signal.throwIfAborted();
    const acknowledged = nothingAcknowledged();
    const killedAfterMs = await writeAndKill(scene, acknowledged);
    const damage = damages ? await damageOne(scene, round) : undefined;
    const outcome = await restartAndLook(scene, acknowledged, tally);
    tally.add({ ...outcome, acknowledged, saysWhatItDropped: outcome.warned });
    const lost = outcome.losses.filter(({ kind }) => (damages ? DAMAGED : PLAIN).includes(kind));
    const after = damage === undefined ? '' : `, ${damage}`;
    const end = outcome.startMs === undefined ? 'DOES NOT START' : `up in ${Math.round(outcome.startMs)} ms`;
    const done = `killed after ${killedAfterMs} ms${after}, ${acknowledged.count} acknowledged`;
    stage.say(`${title} ${round} of ${count}: ${done}, ${end}, ${lost.length} lost`);
    for (const { kind, what } of lost.slice(0, 5)) stage.say(`  lost ${kind}: ${what}`);
    for (const refused of acknowledged.refused.slice(0, 3)) stage.say(`  refused: ${refused}`);
    // Nothing can be compared any more.
    if (outcome.startMs === undefined) break;
  }
  return tally;
}

async function writeAndKill(scene: Scene, acknowledged: Acknowledged): Promise<number> {
  const { stage, dataDir, gpiiTokens } = scene;
  const { random } = stage;
  const cloud = await startCloud(stage, { dataDir });
  const http = createHttpClient(WRITERS);
  const writers = Array.from({ length: WRITERS }, () =>
    writeUntilKilled({ http, cloud, random, gpiiTokens, acknowledged }),
  );
  const afterMs = random.integer(100, 2000);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await cloud.kill();
  await Promise.all(writers);
  http.close();
  return afterMs;
}

/** In turn: the log that was written last of all, and the last of one database. */
async function damageOne({ stage, dataDir }: Scene, round: number): Promise<string> {
  const places = ['.', 'revocations', 'core', 'audit', 'access-tokens'];
  const place = places[(round - 1) % places.length] ?? '.';
  const file = findNewestLog(join(dataDir, place));
  if (file === undefined) return `no log in ${place}`;
  const { how, bytes } = await damageEnd(file, stage.random);
  return `${how} ${bytes} bytes of ${relative(dataDir, file)}`;
}

interface Outcome {
  /** Undefined when it did not start. */
  readonly startMs: number | undefined;
  readonly losses: readonly Loss[];
  /** Whether its log warned of damaged files. */
  readonly warned: boolean;
}

async function restartAndLook(scene: Scene, acknowledged: Acknowledged, tally: Tally): Promise<Outcome> {
  const { stage, dataDir, checker, gpiiTokens } = scene;
  // Also after it listens: buckets of access tokens are opened when they are asked for.
  const state = { warned: false };
  const onLine = (line: string): void => {
    if (/"level":"(warn|error|fatal)"/.test(line) && line.includes('damaged')) state.warned = true;
  };
  let cloud: ProofCloud;
  try {
    cloud = await startCloud(stage, { dataDir, onLine });
  } catch (error) {
    stage.workplace.signal.throwIfAborted();
    stage.say(`  ${(error as Error).message}`);
    return { startMs: undefined, losses: [], warned: state.warned };
  }
  const http = createHttpClient(WRITERS);
  try {
    const place = { http, cloud, checker, gpiiToken: gpiiTokens[0] ?? '' };
    const losses = findLosses(acknowledged, await lookForAll(place, acknowledged));
    // A revocation has to last: those of the rounds before are looked at again.
    const earlier = tally.revokedBefore();
    const again = findLosses(earlier, await lookForAll(place, earlier));
    const undone = again.filter(({ kind }) => kind === 'revocation');
    return { startMs: cloud.startMs, losses: [...losses, ...undone], warned: state.warned };
  } finally {
    http.close();
    await cloud.stop();
  }
}

function toFigures(title: string, tally: Tally, kinds: readonly LossKind[]): readonly Figure[] {
  const { rounds, acknowledged, slowestStartMs, unreadable, silent, refused } = tally.totals();
  if (rounds === 0) return [];
  const none = { unit: '', goal: { atMost: 0 } };
  return [
    { name: `${title}: rounds`, value: rounds, unit: '' },
    { name: `${title}: acknowledged`, value: acknowledged, unit: '', note: `${refused} refused` },
    ...kinds.map((kind) => ({ name: `${title}: lost, ${kind}`, value: tally.lost(kind), ...none })),
    { name: `${title}: databases that cannot be read`, value: unreadable, ...none },
    { name: `${title}: slowest start`, value: slowestStartMs, unit: 'ms', goal: { atMost: START_GOAL_MS } },
    ...(kinds === DAMAGED ? [{ name: `${title}: starts without a word of it`, value: silent, ...none }] : []),
  ];
}
