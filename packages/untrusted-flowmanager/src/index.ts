/** The flow manager as a service; importing it registers the grade `gpii.flowManager` and `%untrusted-flowmanager`. */
export { flowManagerService, type FlowManagerComponent } from './grades.ts';
/** What a config's components have to be. */
export type { FlowManagerParts, FlowManagerSettings } from './start-flow-manager.ts';
/** What a listener of a config is, and whom it tells. */
export type { Listener, ListenerRooms, StopListening, Told } from './listeners/listener.ts';
