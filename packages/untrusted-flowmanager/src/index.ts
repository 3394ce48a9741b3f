/** The flow manager as a service; importing it registers the grade `gpii.flowManager` and `%untrusted-flowmanager`. */
export { flowManagerService, type FlowManagerComponent } from './grades.ts';
/** What a config's components have to be. */
export type { FlowManagerParts, FlowManagerSettings } from './start-flow-manager.ts';
