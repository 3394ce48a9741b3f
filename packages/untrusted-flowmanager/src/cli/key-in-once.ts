import { maskGpiiToken, type SettingsAnswer } from '@gpii/protocol';
import { buildService, Refusal, type ServiceArguments } from '@gpii/service-kit';
import { systemClock } from '../clock.ts';
import { flowManagerService, type FlowManagerComponent } from '../grades.ts';
import { openRoad } from '../open-road.ts';
import { describeInstructions } from '../road/count-solutions.ts';
import { fetchInstructions } from '../road/fetch-instructions.ts';
import { explainRefusal } from './explain-refusal.ts';
import { instructionsTable } from './instructions-table.ts';

/** Width of the table when the output is no terminal. */
const DEFAULT_WIDTH = 100;

/**
 * Goes the road once for a GPII token, with the same components as the server, and applies nothing.
 *
 * @returns What to print.
 * @throws StartError when settings are wrong, or the key-in was refused.
 */
export async function keyInOnce(
  gpiiToken: string,
  given: ServiceArguments & { json: boolean; width: number | undefined },
): Promise<string> {
  const { component, settings } = buildService(flowManagerService, given);
  const road = openRoad(component as FlowManagerComponent, settings.device, systemClock.monotonicMs);
  const instructions = await fetchInstructions(road, gpiiToken).catch((error: unknown) => {
    throw error instanceof Refusal ? explainRefusal(error) : error;
  });
  if (given.json) return `${JSON.stringify(instructions)}\n`;
  return describe(gpiiToken, instructions, given.width ?? DEFAULT_WIDTH);
}

function describe(gpiiToken: string, instructions: SettingsAnswer, width: number): string {
  const summary = `Key ${maskGpiiToken(gpiiToken)}: GPII Cloud sent ${describeInstructions(instructions)}. Nothing on this computer was changed.`;
  return `${[summary, ...instructionsTable(instructions, width)].join('\n')}\n`;
}
