import type { ManagerSettings } from '../config.ts';
import type { Challenge } from './challenge.ts';

/** Where the account website hands a credential to this computer (DESIGN §4). Nothing in it is secret. */
export function addressOf(settings: ManagerSettings, challenge: Challenge, port: number): string {
  const query = new URLSearchParams({
    port: String(port),
    state: challenge.state,
    code_challenge: challenge.codeChallenge,
    code_challenge_method: 'S256',
    name: settings.computerName,
  });
  return `${settings.cloudUrl.replace(/\/+$/, '')}/connect?${query.toString()}`;
}
