import { startWholeRoad, type WholeRoad } from './start-whole-road.ts';

let road: Promise<WholeRoad> | undefined;

/** The servers that all cases of one-road/ share: three processes in place of three for each file. */
export function theRoad(): Promise<WholeRoad> {
  road ??= startWholeRoad();
  return road;
}
