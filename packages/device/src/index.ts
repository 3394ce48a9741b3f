/** From the cloud's lifecycle instructions to settings of this computer's applications. */
export { EntryError, toInstructions } from './settings/to-instructions.ts';
export type { TransformModel } from './settings/to-application-settings.ts';
export type { SolutionInstructions, Step } from './settings/solution-entry.ts';

/** Handlers: what a platform build may add to. */
export { builtInHandlers, type Handlers } from './handlers/built-in-handlers.ts';
export { withDeadlines } from './handlers/with-deadlines.ts';
export type { Deadline } from './handlers/limit-call.ts';
export { expandVariables, type Environment } from './handlers/expand-variables.ts';
export { HandlerError, RefusedSettingError } from './handlers/settings-handler.ts';
export type { HandlerRequest, PreparedChange, RefusedSetting, SettingsHandler } from './handlers/settings-handler.ts';
export type { LaunchHandler } from './launch/launch-handler.ts';
export type { Action, ActionHow } from './actions/action.ts';
export { createSolutionChannels } from './web-sockets/solution-channels.ts';
export type { ChannelMessage, SolutionChannels, Tell } from './web-sockets/solution-channels.ts';

/** The journal, and what is done with it. */
export { JournalError, openJournal, type Journal, type JournalStep } from './journal/journal.ts';
export { applyInstructions, type Applied } from './apply/apply-instructions.ts';
export { undoAll, UndoError } from './apply/undo.ts';
export type { ComputerParts } from './apply/computer-parts.ts';
export type { SkippedStep } from './settings/skipped-step.ts';
export type { ActionResults, ChangedSetting } from './apply/apply-solution.ts';

/** The device report, found on this computer. */
export { findDeviceReport, type FoundDevice, type FoundReport } from './report/find-device-report.ts';
export type { Reporter, ReporterKind } from './report/reporters.ts';
