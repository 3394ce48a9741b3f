/**
 * What other measurements of this clone (`proofs/`) share with the benchmark: servers as processes, load, arithmetic and
 * the table of figures. Nothing here is for the servers themselves.
 */
export { median, percentile } from './measure/arithmetic.ts';
export { WrongAnswerError, type Contestant } from './measure/contestant.ts';
export { createHttpClient, type Answer, type Call, type HttpClient } from './measure/http-client.ts';
export { runRounds, type Rounds } from './measure/run-rounds.ts';
export { countOpenFiles, readMemory, type Memory } from './processes/proc-files.ts';
export { runCommand } from './processes/run-command.ts';
export { startServer, type ProcessPlace, type ServerPlan, type ServerProcess } from './processes/server-process.ts';
export { readMachine, type Machine } from './report/machine.ts';
export { renderFigures, renderMachine } from './report/render-table.ts';
export { judge, type JudgedFigure } from './report/results.ts';
export type { Figure } from './rows/row.ts';
export {
  makeChangedComputer,
  readAllFiles,
  startFlowManagerAt,
  type ChangedComputer,
} from './stage/changed-computer.ts';
export { startStandIn, type StandIn } from './stage/stand-in.ts';
export { binOf } from './stage/server-plans.ts';
export { InterruptedError, withWorkplace, type Workplace } from './workplace.ts';
