import { EXIT, StartError } from '@gpii/service-kit/cli';
import { toVisibleText } from './visible-text.ts';

/** What the helper beside the person can do, by the code of the refusal (UX.md, "the admin sees"). */
const HELP: Readonly<Record<string, string>> = {
  requester_down: "The GPII access requester isn't running, or not where --requester-url or --requester-socket says.",
  requester_error: 'The GPII access requester does not accept the channel key, or is not an access requester.',
  no_client_credential:
    'Local-only mode: this computer has no client credential yet, or no access requester. Connect to use preferences from GPII Cloud.',
  settings_not_applied: 'The log of the flow manager says which file or setting it was.',
  credential_refused: "GPII Cloud doesn't accept the client credential of this computer: it is wrong or was revoked.",
  cloud_unreachable: "GPII Cloud can't be reached. Check the network cable or Wi-Fi, or --cloud-url.",
  cloud_error: 'GPII Cloud answers but is not working. Nothing to change here.',
  access_token_refused:
    'GPII Cloud refused a fresh access token as well. Do the access requester and the flow manager use the same cloud?',
};

const UNREACHABLE = new Set(['requester_down', 'cloud_unreachable']);

/** A refusal as it came; `errors` are the rules that preferences break. */
interface ToldRefusal {
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly { readonly message: string; readonly dataPath: readonly string[] }[] | undefined;
}

/** The line for the helper where local settings took the place of those of GPII Cloud: which, and why. */
export function explainCloudProblem(cloudProblem: string): string {
  const help = HELP[cloudProblem];
  return `(local settings; ${help === undefined ? cloudProblem : `${cloudProblem}: ${help}`})`;
}

/**
 * The end of a command that was refused: the person's sentence, and below it the code with a line for the helper, and rules.
 *
 * @returns A StartError: exit 69 when something could not be reached, else 1.
 */
export function explainRefusal({ code, message, errors = [] }: ToldRefusal): StartError {
  const help = HELP[code];
  const exitCode = UNREACHABLE.has(code) ? EXIT.unavailable : EXIT.failed;
  const problems = errors.map(({ dataPath, message: rule }) => toVisibleText(`${dataPath.join(' > ')}: ${rule}`));
  return new StartError(`${message}\n(${help === undefined ? code : `${code}: ${help}`})`, { exitCode, problems });
}
