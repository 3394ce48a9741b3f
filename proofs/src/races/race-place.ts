import type { HttpClient } from '@gpii/bench';
import type { ProofStage } from '../proof.ts';
import { operate, type ProofCloud } from '../stage/proof-cloud.ts';
import type { Client } from '../stage/records.ts';

/** What all races work with. */
export interface RacePlace {
  readonly stage: ProofStage;
  readonly cloud: ProofCloud;
  /** As many connections as can be used at the same time. */
  readonly http: HttpClient;
  /** May ask about every access token. */
  readonly checker: Client;
  readonly gpiiToken: string;
}

/** How many try the same thing at the same time. */
export const PARALLEL = 20;

/**
 * Has an operation done.
 *
 * @throws Error when it is refused: nothing here should be.
 */
export async function mustOperate(
  { http, cloud }: Pick<RacePlace, 'http' | 'cloud'>,
  operation: string,
  input: object,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, json } = await operate(http, cloud, { operation, input });
  if (status !== 200) throw new Error(`${operation} answers ${status} ${JSON.stringify(json)}`);
  return json;
}

/** Does the same thing several times at once. */
export function together<Result>(act: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: PARALLEL }, (_, index) => act(index)));
}
