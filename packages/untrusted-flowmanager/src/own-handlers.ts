import type { Action, Handlers, LaunchHandler, SettingsHandler } from '@gpii/device';
import { defineGrade, plainOptions, type Component } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';

/**
 * What a platform build makes its own handlers of. The option `handles` is the type that registries name; a component has
 * the methods of the contract: `SettingsHandler`, `LaunchHandler`, or `act` for an `Action`, of `@gpii/device`.
 */
const METHODS = {
  'gpii.settingsHandler': ['get', 'prepare', 'restore'],
  'gpii.launchHandler': ['isRunning', 'start', 'stop'],
  'gpii.action': ['act'],
} as const;

type HandlerGrade = keyof typeof METHODS;

for (const gradeName of Object.keys(METHODS)) defineGrade(gradeName, { options: { handles: null } });

/**
 * The handlers among the components of a flow manager, by the type that they handle.
 *
 * @throws StartError (exit 78) for one that does not say what it handles, or lacks a method.
 */
export function findOwnHandlers(flowManager: Component): Handlers {
  const settings = new Map<string, SettingsHandler>();
  const launch = new Map<string, LaunchHandler>();
  const actions = new Map<string, Action>();
  for (const [name, member] of Object.entries(flowManager)) {
    const { gradeName, handles } = describe(member);
    if (gradeName === undefined) continue;
    checkHandler(name, member as Component, { gradeName, handles });
    const type = String(handles);
    if (gradeName === 'gpii.settingsHandler') settings.set(type, member as SettingsHandler);
    else if (gradeName === 'gpii.launchHandler') launch.set(type, member as LaunchHandler);
    else actions.set(type, (member as { act: Action }).act);
  }
  return { settings, launch, actions };
}

function describe(member: unknown): { gradeName?: HandlerGrade | undefined; handles?: unknown } {
  if (typeof member !== 'object' || member === null || !('options' in member)) return {};
  const { gradeNames, handles } = plainOptions(member as Component);
  const grades: unknown[] = Array.isArray(gradeNames) ? gradeNames : [];
  return { gradeName: (Object.keys(METHODS) as HandlerGrade[]).find((name) => grades.includes(name)), handles };
}

function checkHandler(
  name: string,
  component: Component,
  { gradeName, handles }: { gradeName: HandlerGrade; handles?: unknown },
): void {
  const problems = METHODS[gradeName]
    .filter((method) => typeof component[method] !== 'function')
    .map((method) => `its grade has no method ${method}`);
  if (typeof handles !== 'string' || handles === '') problems.push('its option "handles" names no type of registries');
  if (problems.length === 0) return;
  throw new StartError(`The component ${name} of the config is no ${gradeName}:`, { problems });
}
