/** A component of a Kettle tree: its merged options, and whatever members and methods its grades gave it. */
export interface Component {
  readonly options: Readonly<Record<string, unknown>>;
  readonly [member: string]: unknown;
}

/** Builds a component of a grade. */
export type ComponentCreator = (options?: object) => Component;

/** The few functions of Infusion that this project uses. */
export interface Fluid {
  contains?: (list: readonly unknown[] | undefined, item: unknown) => boolean;
  defaults: {
    (gradeName: string): Record<string, unknown> | undefined;
    (gradeName: string, options: object): void;
  };
  setGlobalValue: (path: string, value: unknown) => void;
  getGlobalValue: (path: string) => unknown;
  hasGrade: (options: object, gradeName: string) => boolean;
  invokeGlobalFunction: (name: string, args: readonly unknown[]) => unknown;
  loggingEvent: { addListener: (listener: () => void, namespace: string) => void };
  model: {
    escapedGetConfig: unknown;
    escapedSetConfig: unknown;
    transformWithRules: (source: unknown, rules: unknown, options: object) => unknown;
  };
  module: { register: (name: string, directory: string, require: NodeJS.Require | null) => void };
}

/** The few functions of Kettle that this project uses. */
export interface Kettle {
  config: { createDefaults: (options: { configPath: string; configName: string }) => string };
}
