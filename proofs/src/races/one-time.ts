import type { Figure } from '@gpii/bench';
import { CLOUD_ROUTES, HAND_OVER_ROUTES } from '@gpii/protocol';
import { formCall, isActive, readJson } from '../stage/calls.ts';
import type { Client } from '../stage/records.ts';
import { signIn } from './person.ts';
import { mustOperate, PARALLEL, together, type RacePlace } from './race-place.ts';

/** A web application. */
export interface WebClient extends Client {
  readonly redirectUri: string;
}

/** Authorization codes, each redeemed by several at once: one gets an access token, and loses it by the others' replay. */
export async function raceCodes(place: RacePlace, web: WebClient): Promise<readonly Figure[]> {
  const { stage, cloud, http, checker } = place;
  const count = stage.size('codes');
  const person = await signIn(http, cloud.url, web);
  const won: number[] = [];
  let alive = 0;
  for (let turn = 1; turn <= count; turn += 1) {
    stage.workplace.signal.throwIfAborted();
    const { code, codeVerifier } = await person.getCode();
    const form = { grant_type: 'authorization_code', code, redirect_uri: web.redirectUri, code_verifier: codeVerifier };
    const own = { client_id: web.clientId, client_secret: web.clientSecret };
    const call = formCall(cloud.url, CLOUD_ROUTES.token, { ...form, ...own });
    const answers = await together(async () => readJson(await http.send(call)));
    const winners = answers.filter(({ status }) => status === 200);
    won.push(winners.length);
    for (const { json } of winners) {
      if (await isActive(http, cloud.url, { client: checker, accessToken: String(json.access_token) })) alive += 1;
    }
    if (turn % 50 === 0) stage.say(`${turn} of ${count} authorization codes`);
  }
  return [
    ...oneWinnerEach(`authorization codes, each redeemed ${PARALLEL} times at once`, won),
    { name: 'access tokens of replayed codes that still work', value: alive, unit: '', goal: { atMost: 0 } },
  ];
}

/** Enrolment keys with one use left, each used by several computers at once. */
export async function raceEnrolmentKeys(place: RacePlace, { clientId }: Client): Promise<readonly Figure[]> {
  const { stage, cloud, http } = place;
  const count = stage.size('codes');
  const won: number[] = [];
  for (let turn = 1; turn <= count; turn += 1) {
    stage.workplace.signal.throwIfAborted();
    const endsAt = new Date(Date.now() + 3_600_000).toISOString();
    const input = { clientId, label: `race ${turn}`, uses: 1, endsAt };
    const { enrolmentKey } = await mustOperate(place, 'enrolment-keys-create', input);
    const answers = await together((index) =>
      http.send(
        formCall(cloud.url, HAND_OVER_ROUTES.enrol, {
          enrolment_key: String(enrolmentKey),
          machine_id: `${turn}-${index}`,
        }),
      ),
    );
    won.push(answers.filter(({ status }) => status === 200).length);
    if (turn % 50 === 0) stage.say(`${turn} of ${count} enrolment keys`);
  }
  return oneWinnerEach(`enrolment keys of one use, each used ${PARALLEL} times at once`, won);
}

function oneWinnerEach(title: string, won: readonly number[]): readonly Figure[] {
  return [
    { name: title, value: won.length, unit: '' },
    {
      name: '… of which not exactly one won',
      value: won.filter((winners) => winners !== 1).length,
      unit: '',
      goal: { atMost: 0 },
      note: won.length === 0 ? '' : `${Math.min(...won)} to ${Math.max(...won)} won`,
    },
  ];
}
