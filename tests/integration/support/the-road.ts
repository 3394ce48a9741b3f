import { startPlatformLinux } from './platform-linux.ts';
import { startWholeRoad, type WholeRoad } from './start-whole-road.ts';

const BUILDS = { tcp: () => startWholeRoad(), 'platform-linux': startPlatformLinux };

/** How the local services are joined: over TCP, or as `examples/platform-linux` has it. */
export type Build = keyof typeof BUILDS;

let build: Build = 'tcp';
let road: Promise<WholeRoad> | undefined;

/** Says which build the cases of this file run on. Imported before them: some cases are for one build alone. */
export function chooseBuild(chosen: Build): void {
  build = chosen;
}

/** The build that the cases run on. */
export function theBuild(): Build {
  return build;
}

/** The servers that all cases of one-road/ share: three processes in place of three for each file. */
export function theRoad(): Promise<WholeRoad> {
  road ??= BUILDS[build]();
  return road;
}
