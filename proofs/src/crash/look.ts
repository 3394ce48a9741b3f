import type { HttpClient } from '@gpii/bench';
import { mapAtOnce } from '../measure/at-once.ts';
import { isActive, tokenCall } from '../stage/calls.ts';
import { operate, type ProofCloud } from '../stage/proof-cloud.ts';
import type { Client } from '../stage/records.ts';
import type { Found, ShownCredential } from './compare.ts';
import type { Acknowledged } from './model.ts';

/** Who asks. */
export interface LookPlace {
  readonly http: HttpClient;
  readonly cloud: ProofCloud;
  /** A client that may introspect every access token. */
  readonly checker: Client;
  readonly gpiiToken: string;
}

/** Asks a restarted server about all that was acknowledged: as an operator, and as the clients themselves. */
export async function lookForAll(place: LookPlace, { credentials, tokens, audited }: Acknowledged): Promise<Found> {
  const secrets = credentials.flatMap((credential) => credential.secrets);
  return {
    credentials: new Map((await mapAtOnce(credentials, ({ clientId }) => showCredential(place, clientId))).flat()),
    secrets: new Map(
      await mapAtOnce(secrets, async (secret): Promise<[string, boolean]> => {
        const { status } = await place.http.send(tokenCall(place.cloud.url, secret, place.gpiiToken));
        if (status >= 500) throw new Error(`A token request after the restart: ${status}`);
        return [secret.secretId, status === 200];
      }),
    ),
    tokens: new Map(
      await mapAtOnce(tokens, async ({ accessToken }): Promise<[string, boolean]> => [
        accessToken,
        await isActive(place.http, place.cloud.url, { client: place.checker, accessToken }),
      ]),
    ),
    audited: await readAudit(place, audited),
  };
}

type Entry = [string, ShownCredential];

async function showCredential({ http, cloud }: LookPlace, clientId: string): Promise<readonly Entry[]> {
  const { status, json } = await operate(http, cloud, { operation: 'credentials-show', input: { clientId } });
  if (status === 404) return [];
  if (status !== 200) throw new Error(`credentials-show answers ${status}`);
  const shown = json as { name: string; revocation?: object; secrets: readonly { secretId: string }[] };
  const secretIds = shown.secrets.map(({ secretId }) => secretId);
  return [[clientId, { name: shown.name, isRevoked: shown.revocation !== undefined, secretIds }]];
}

/** Reads the audit log, newest first, until all that are looked for are found. */
async function readAudit({ http, cloud }: LookPlace, wanted: ReadonlyMap<string, string>): Promise<Set<string>> {
  const found = new Set<string>();
  let after: string | undefined;
  while (found.size < wanted.size) {
    const input = { limit: 1000, ...(after === undefined ? {} : { after }) };
    const { status, json } = await operate(http, cloud, { operation: 'audit-list', input });
    if (status !== 200) throw new Error(`audit-list answers ${status}`);
    const page = json as { records: readonly { requestId?: string }[]; next?: string };
    for (const { requestId = '' } of page.records) if (wanted.has(requestId)) found.add(requestId);
    if (page.next === undefined) break;
    after = page.next;
  }
  return found;
}
