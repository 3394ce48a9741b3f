export type { Express } from 'express';
export { createComponent, defineGrade, plainOptions, registerModule, type GradeSpec } from './kettle/grades.ts';
export type { Component } from './kettle/kettle-types.ts';
export { transformModel, TransformError } from './kettle/transform-model.ts';
export { infusionFolder } from './infusion-folder.ts';
export { createLogger, type Logger } from './logger.ts';
export { Refusal, type RefusalInit } from './refusal.ts';
export {
  buildService,
  checkService,
  runService,
  settleService,
  type RunningService,
  type ServiceArguments,
  type ServiceComponent,
  type ServiceContext,
  type ServiceDefinition,
  type StartCheck,
} from './run-service.ts';
export { discardBody } from './server/discard-body.ts';
export type { Handler, HotRoute } from './server/hot-table.ts';
export type { ListenAt } from './server/listen.ts';
export { guardLocalService, guardLoopbackHost } from './server/local-guard.ts';
export { BODY_LIMIT_BYTES, readBody } from './server/read-body.ts';
export { renderLocalError, type RenderError } from './server/render-error.ts';
export { contextOf, type RequestContext } from './server/request-context.ts';
export { sendJson, sendJsonPieces } from './server/respond.ts';
export type { FinishedRequest } from './server/finished-request.ts';
export type { Probe } from './server/probes.ts';
export type { MountedRoute, RunningServer, ServePlan } from './server/serve.ts';
export type { ServerComponent } from './server/server-grade.ts';
import './server/server-grade.ts';
