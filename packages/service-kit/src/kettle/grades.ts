import type { Component, ComponentCreator } from './kettle-types.ts';
import { fluid } from './load-kettle.ts';

/**
 * What a grade gives its components. Methods and members are plain functions which receive the component first;
 * each is registered under `<grade name>.<its name>`, so that a JSON5 config can name another in its place.
 */
export interface GradeSpec<That> {
  /** Parent grades; `fluid.component` when left out. */
  readonly gradeNames?: readonly string[];
  /** Plain JSON: defaults which configs and creators override. May hold IoC references such as `{that}.options.x`. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Built once, when the component is. */
  readonly members?: Readonly<Record<string, (that: That) => unknown>>;
  /** Called as `that.name(argument)`; at most two arguments besides the component. */
  readonly methods?: Readonly<Record<string, (that: That, first: never, second: never) => unknown>>;
  /** Subcomponents by name: which grade, with which options. A config replaces one by naming another grade. */
  readonly components?: Readonly<Record<string, { type: string; options?: object }>>;
}

/** Registers a grade. Business rules never live in one: its functions only wire (STYLE §1). */
export function defineGrade<That = Component>(gradeName: string, spec: GradeSpec<That>): void {
  const members: Record<string, string> = {};
  for (const [name, build] of Object.entries(spec.members ?? {})) {
    fluid.setGlobalValue(`${gradeName}.${name}`, build);
    members[name] = `@expand:${gradeName}.${name}({that})`;
  }
  const invokers: Record<string, object> = {};
  for (const [name, method] of Object.entries(spec.methods ?? {})) {
    fluid.setGlobalValue(`${gradeName}.${name}`, method);
    const args = ['{that}', '{arguments}.0', '{arguments}.1'].slice(0, Math.max(method.length, 1));
    invokers[name] = { funcName: `${gradeName}.${name}`, args };
  }
  fluid.defaults(gradeName, {
    gradeNames: spec.gradeNames ?? ['fluid.component'],
    ...spec.options,
    members,
    invokers,
    components: spec.components ?? {},
  });
}

/**
 * Options as plain data of this realm: Infusion runs in a context of its own, whose arrays and objects fail
 * `instanceof` and deep comparison here (KETTLE §4).
 */
export function plainOptions(component: Component): Record<string, unknown> {
  return JSON.parse(JSON.stringify(component.options, leaveOutWiring)) as Record<string, unknown>;
}

const WIRING = new Set([
  'components',
  'members',
  'invokers',
  'listeners',
  'events',
  'mergePolicy',
  'distributeOptions',
]);

function leaveOutWiring(name: string, value: unknown): unknown {
  return WIRING.has(name) ? undefined : value;
}

/** Makes `%name/...` in configs stand for a package's folder. */
export function registerModule(name: string, directory: string): void {
  fluid.module.register(name, directory, null);
}

/** Builds a component of a registered grade. */
export function createComponent(gradeName: string, options: object): Component {
  const creator = fluid.getGlobalValue(gradeName) as ComponentCreator;
  return creator(options);
}
