export { dataServerSettings } from './config.ts';
export { dataServerChecks } from './data-server-checks.ts';
export { readSmtpPassword } from './data-location.ts';
export {
  componentsOf,
  startDataServer,
  type DataServerParts,
  type DataServerSettings,
  type RouteComponent,
} from './start-data-server.ts';
export type { OperatorRooms } from './operations/operation.ts';
