import { maskGpiiToken } from '@gpii/protocol';
import { buildService, Refusal, type ServiceArguments } from '@gpii/service-kit';
import { systemClock } from '../clock.ts';
import { readKnownDevice } from '../device/known-device.ts';
import { flowManagerService, type FlowManagerComponent } from '../grades.ts';
import { createLocalSettings } from '../local/local-settings.ts';
import type { LocalProblem, ReadPreferences } from '../local/read-preference-file.ts';
import { checkStoredPreferences } from '../local/stored-preferences.ts';
import { openRoad } from '../open-road.ts';
import { describeInstructions } from '../road/count-solutions.ts';
import { getInstructions, type FoundInstructions } from '../road/get-instructions.ts';
import { explainCloudProblem, explainRefusal } from './explain-refusal.ts';
import { instructionsTable } from './instructions-table.ts';

/** Width of the table when the output is no terminal. */
const DEFAULT_WIDTH = 100;

/** How to key in once. */
export interface OnceArguments extends ServiceArguments {
  readonly json: boolean;
  readonly width: number | undefined;
  /** Preferences that came with the GPII token. */
  readonly carried: ReadPreferences | undefined;
}

/**
 * Goes the road once for a GPII token, with the same components as the server, and applies nothing.
 *
 * @returns What to print.
 * @throws StartError when settings are wrong, or the key-in was refused.
 */
export async function keyInOnce(gpiiToken: string, given: OnceArguments): Promise<string> {
  const { component, settings } = buildService(flowManagerService, given);
  const { localPreferences: directory } = settings;
  await checkStoredPreferences(directory);
  const device = await readKnownDevice({ ...settings, environment: process.env });
  const road = openRoad({
    sources: component as FlowManagerComponent,
    directory,
    device: () => device.text,
    monotonicMs: systemClock.monotonicMs,
  });
  const local = createLocalSettings({ directory, device: () => device, tellProblem });
  const found = await getInstructions(road, local, gpiiToken, { carried: given.carried }).catch((error: unknown) => {
    throw error instanceof Refusal ? explainRefusal(error) : error;
  });
  return given.json ? `${JSON.stringify(answerOf(found))}\n` : describe(gpiiToken, found, given.width ?? DEFAULT_WIDTH);
}

function tellProblem({ file, line, field, message }: LocalProblem): void {
  process.stderr.write(`${file}:${line}: ${field === '' ? '' : `${field}: `}${message}\n`);
}

/** The cloud's answer as it came; what this computer says instead is marked. */
function answerOf({ instructions, refusal }: FoundInstructions): object {
  return refusal === undefined ? instructions : { ...instructions, source: 'local', cloudProblem: refusal.code };
}

function describe(gpiiToken: string, { instructions, refusal }: FoundInstructions, width: number): string {
  const what = describeInstructions(instructions);
  const said = refusal === undefined ? `GPII Cloud sent ${what}` : `local preferences give ${what}`;
  const lines = [
    `Key ${maskGpiiToken(gpiiToken)}: ${said}. Nothing on this computer was changed.`,
    ...(refusal === undefined ? [] : [explainCloudProblem(refusal.code)]),
    ...instructionsTable(instructions, width),
  ];
  return `${lines.join('\n')}\n`;
}
