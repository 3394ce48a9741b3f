/** What this computer can't do of the instructions: the rest is applied without it. */
export interface SkippedStep {
  readonly solution: string;
  /** Of the handler or action. */
  readonly type: string;
  /** The variable of the registry that this computer does not put in. */
  readonly variable?: string;
  /** One setting that was refused. Without it and without a variable, there is no handler of this type. */
  readonly setting?: string;
  /** Why the setting was refused. */
  readonly why?: string;
}
