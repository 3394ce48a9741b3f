import { CLOUD_ROUTES } from '@gpii/protocol';
import { EXIT, plainText, StartError } from '@gpii/service-kit/cli';
import { askCloud, explainAnswer, UNCHANGED } from './ask-cloud.ts';

/**
 * Looks whether the cloud is there, and goes by the name that it is asked under, before a person is sent there: the browser
 * comes back in the name of the issuer, and what comes in another name is ignored.
 *
 * @throws CloudUnreachableError, StartError.
 * @see RFC 8414 §3.3, RFC 9207
 */
export async function needIssuer(cloudUrl: string): Promise<{ readonly durationMs: number }> {
  const answer = await askCloud(cloudUrl, CLOUD_ROUTES.metadata);
  const issuer = plainText(answer.body.issuer, 300);
  if (answer.status !== 200 || issuer === undefined) throw explainAnswer(cloudUrl, answer);
  if (isSameIssuer(cloudUrl, issuer)) return answer;
  const message = `What answers at ${cloudUrl} calls itself ${issuer}. If you trust that: --cloud-url ${issuer}. ${UNCHANGED}`;
  throw new StartError(message, { exitCode: EXIT.failed });
}

/** Whether an issuer is the cloud that is configured; a slash at the end counts for nothing. */
export function isSameIssuer(cloudUrl: string, issuer: string): boolean {
  return new URL(cloudUrl).href.replace(/\/$/, '') === issuer.replace(/\/$/, '');
}
