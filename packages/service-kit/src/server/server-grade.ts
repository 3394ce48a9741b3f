import { createServer, type Server } from 'node:http';
import type { Express } from 'express';
import type { Component } from '../kettle/kettle-types.ts';
import { fluid } from '../kettle/load-kettle.ts';
import { HEADERS_LIMIT_BYTES } from './limit-lengths.ts';
import { serve, type RunningServer, type ServePlan } from './serve.ts';

/** A `gpii.server` component. */
export interface ServerComponent extends Component {
  readonly httpServer: Server;
  /** Puts the plan's routes on the server and listens. */
  listen(plan: ServePlan): Promise<RunningServer>;
}

/** Slow and endless requests end by these: looked at every second, each within 15 s (SECURITY G-S8). */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 13_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
};

/** A connection ends after so many requests, so that clients spread anew over the nodes behind a balancer. */
const MAX_REQUESTS_PER_SOCKET = 1_000;

/** Loaded when a server listens: a command that only builds the tree saves a tenth of a second. */
async function makeExpressApp(): Promise<Express> {
  const { default: express } = await import('express');
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('env', 'production');
  app.set('query parser', 'simple');
  return app;
}

fluid.setGlobalValue('gpii.server.makeHttpServer', (addressLimitBytes: number) => {
  const server = createServer({ ...TIMEOUTS, maxHeaderSize: HEADERS_LIMIT_BYTES + addressLimitBytes });
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_SOCKET;
  return server;
});
fluid.setGlobalValue('gpii.server.listen', async (that: ServerComponent, plan: ServePlan) =>
  serve(that.httpServer, await makeExpressApp(), plan),
);
fluid.setGlobalValue('gpii.server.nothing', () => undefined);

/**
 * Kettle's server, repaired (KETTLE §"What follows", 3): Express 5 for what is not hot, a table of hot routes before it,
 * one address or a socket instead of all interfaces, listen errors that can be caught, and a stop that drains.
 * Kettle's own request components are left out: each costs 380 times a bare handler.
 */
fluid.defaults('gpii.server', {
  gradeNames: ['kettle.server'],
  logging: false,
  // Most bytes of an address, besides those of the headers. With 0 the address is one of them.
  addressLimitBytes: 0,
  members: {
    expressApp: null,
    httpServer: '@expand:gpii.server.makeHttpServer({that}.options.addressLimitBytes)',
  },
  invokers: {
    listen: { funcName: 'gpii.server.listen', args: ['{that}', '{arguments}.0'] },
  },
  listeners: {
    'onCreate.registerRouteHandlers': { funcName: 'gpii.server.nothing' },
    'onCreate.listen': { funcName: 'gpii.server.nothing' },
    'onCreate.trackConnections': { funcName: 'gpii.server.nothing' },
  },
});
