import type { Call, Figure } from '@gpii/bench';
import { HAND_OVER_ROUTES } from '@gpii/protocol';
import { mapAtOnce } from '../measure/at-once.ts';
import { formCall, getToken, isActive, readJson, tokenCall, type JsonAnswer } from '../stage/calls.ts';
import type { Client } from '../stage/records.ts';
import { mustOperate, PARALLEL, together, type RacePlace } from './race-place.ts';

const LATEST_REVOKE_MS = 20;
const MOST_TURNS = 50;

/** Credentials that are revoked while token requests with them run: nothing that they gave is good afterwards. */
export async function raceRevocations(place: RacePlace, clients: readonly Client[]): Promise<readonly Figure[]> {
  const { stage, cloud, http, checker, gpiiToken } = place;
  let issued = 0;
  let refused = 0;
  let accepted = 0;
  let issuedAfter = 0;
  for (const [index, client] of clients.entries()) {
    stage.workplace.signal.throwIfAborted();
    const revoking = wait(stage.random.next() * LATEST_REVOKE_MS).then(() =>
      mustOperate(place, 'credentials-revoke', { clientId: client.clientId, reason: 'race' }),
    );
    const call = tokenCall(cloud.url, client, gpiiToken);
    const answers = (await together(() => askUntilRefused(place, call))).flat();
    await revoking;
    const tokens = answers.filter(({ status }) => status === 200).map(({ json }) => String(json.access_token));
    issued += tokens.length;
    if (answers.some(({ status }) => status === 401)) refused += 1;
    const late = await together(async () => readJson(await http.send(call)));
    issuedAfter += late.filter(({ status }) => status !== 401).length;
    const active = await Promise.all(
      tokens.map((accessToken) => isActive(http, cloud.url, { client: checker, accessToken })),
    );
    accepted += active.filter(Boolean).length;
    if ((index + 1) % 50 === 0) stage.say(`${index + 1} of ${clients.length} credentials revoked`);
  }
  return [
    { name: `credentials revoked while ${PARALLEL} ask for tokens`, value: clients.length, unit: '' },
    { name: '… of which some saw it happen', value: refused, unit: '', note: `${issued} tokens were issued before` },
    { name: 'their tokens accepted after the revocation', value: accepted, unit: '', goal: { atMost: 0 } },
    { name: 'requests not refused after it', value: issuedAfter, unit: '', goal: { atMost: 0 } },
  ];
}

/** Asks again and again, so that the revocation falls between two answers. */
async function askUntilRefused({ http }: RacePlace, call: Call): Promise<readonly JsonAnswer[]> {
  const answers: JsonAnswer[] = [];
  for (let turn = 0; turn < MOST_TURNS && answers.at(-1)?.status !== 401; turn += 1) {
    answers.push(readJson(await http.send(call)));
  }
  return answers;
}

interface Installation {
  readonly client: Client;
  readonly secretId: string;
  readonly accessToken: string;
}

interface Family {
  readonly clientId: string;
  readonly installations: readonly Installation[];
  readonly enrolmentKey: string;
}

const SECRETS = 4;

/** What ends with a secret, and with a credential, and what does not (SECURITY G-R4). */
export async function cascade(place: RacePlace, clientIds: readonly string[]): Promise<readonly Figure[]> {
  const families = await mapAtOnce(clientIds, (clientId) => makeFamily(place, clientId));
  place.stage.say(`${families.length} credentials with ${SECRETS} secrets each`);
  await mapAtOnce(families, async ({ clientId, installations: [first] }) =>
    mustOperate(place, 'credentials-revoke', { clientId, secretId: first?.secretId, reason: 'cascade' }),
  );
  const afterSecret = await judgeAll(place, families, (_family, secret) => secret > 0);
  await mapAtOnce(
    families.filter((_, index) => index % 2 === 0),
    ({ clientId }) => mustOperate(place, 'credentials-revoke', { clientId, reason: 'cascade' }),
  );
  const afterCredential = await judgeAll(place, families, (family, secret) => family % 2 === 1 && secret > 0);
  const keys = await mapAtOnce(families, ({ enrolmentKey }, index) =>
    canEnrol(place, enrolmentKey, `cascade-${index}`),
  );
  const goal = { atMost: 0 };
  return [
    { name: `credentials of ${SECRETS} secrets`, value: families.length, unit: '' },
    { name: 'one secret revoked: others that ended', value: afterSecret.falseKills, unit: '', goal },
    { name: 'one secret revoked: what still works of it', value: afterSecret.survivors, unit: '', goal },
    { name: 'every other credential revoked: others that ended', value: afterCredential.falseKills, unit: '', goal },
    {
      name: 'every other credential revoked: what still works of it',
      value: afterCredential.survivors,
      unit: '',
      goal,
    },
    {
      name: 'enrolment keys that are not as their credential',
      value: keys.filter((works, index) => works !== (index % 2 === 1)).length,
      unit: '',
      goal,
    },
  ];
}

async function makeFamily(place: RacePlace, clientId: string): Promise<Family> {
  const installations: Installation[] = [];
  for (let secret = 0; secret < SECRETS; secret += 1) {
    const label = `LIB-PC-${secret}`;
    const { secretId, file } = await mustOperate(place, 'credentials-hand-out', { clientId, label });
    const client = {
      clientId,
      clientSecret: (file as { installed: { client_secret: string } }).installed.client_secret,
    };
    const accessToken = await getToken(place.http, place.cloud.url, { client, gpiiToken: place.gpiiToken });
    installations.push({ client, secretId: String(secretId), accessToken });
  }
  const input = { clientId, label: 'image', uses: 1, endsAt: new Date(Date.now() + 3_600_000).toISOString() };
  const { enrolmentKey } = await mustOperate(place, 'enrolment-keys-create', input);
  return { clientId, installations, enrolmentKey: String(enrolmentKey) };
}

/** Asks of each installation whether its secret and its access token work, and holds that against what should be. */
async function judgeAll(
  { http, cloud, checker, gpiiToken }: RacePlace,
  families: readonly Family[],
  shouldWork: (family: number, secret: number) => boolean,
): Promise<{ falseKills: number; survivors: number }> {
  const verdicts = await mapAtOnce(families, async ({ installations }, family) => {
    let [falseKills, survivors] = [0, 0];
    for (const [secret, { client, accessToken }] of installations.entries()) {
      const { status } = await http.send(tokenCall(cloud.url, client, gpiiToken));
      const works = [status === 200, await isActive(http, cloud.url, { client: checker, accessToken })];
      if (shouldWork(family, secret)) falseKills += works.filter((one) => !one).length;
      else survivors += works.filter((one) => one).length;
    }
    return { falseKills, survivors };
  });
  return {
    falseKills: verdicts.reduce((sum, one) => sum + one.falseKills, 0),
    survivors: verdicts.reduce((sum, one) => sum + one.survivors, 0),
  };
}

async function canEnrol({ http, cloud }: RacePlace, enrolmentKey: string, machineId: string): Promise<boolean> {
  const form = { enrolment_key: enrolmentKey, machine_id: machineId };
  return (await http.send(formCall(cloud.url, HAND_OVER_ROUTES.enrol, form))).status === 200;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
