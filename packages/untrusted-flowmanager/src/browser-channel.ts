import { ServerResponse, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { ChannelMessage, SolutionChannels } from '@gpii/device';
import { FLOW_MANAGER_ROUTES } from '@gpii/protocol';
import { guardLoopbackHost, type Logger } from '@gpii/service-kit';
import { WebSocketServer, type WebSocket } from 'ws';
import { z } from 'zod';

/** Longest message of a solution: it has nothing to say but its id. */
const MESSAGE_LIMIT_BYTES = 4096;
/** A solution that does not read is let go when this much waits for it. */
const WAITING_LIMIT_BYTES = 1024 * 1024;
const CONNECTIONS_LIMIT = 64;
const CONNECT_DEADLINE_MS = 10_000;
const PING_INTERVAL_MS = 30_000;
const CLOSE_DEADLINE_MS = 1000;

/** Why a connection ends (RFC 6455 §7.4.1, and its registry). */
const CLOSE = { goingAway: 1001, refused: 1008, tryAgainLater: 1013 } as const;

const connectSchema = z.object({
  type: z.literal('connect'),
  payload: z.object({ solutionId: z.string().min(1).max(256) }),
});

/** Origins of browser extensions. Web pages have http and https; programs send none. */
const EXTENSION_ORIGIN = /^[a-z-]+-extension:\/\/[\w.-]+$/i;

/** Where solutions that connect are told their settings. */
export interface BrowserChannel {
  /** Tells all that their settings are gone, and lets them go. */
  close(): void;
}

/**
 * Answers `/browserChannel` of a server: web sockets of solutions such as UIO+ (GPII-FORMATS §3b.9).
 *
 * Every other request that asks for an upgrade is answered as if it had not: HTTP lets a server do that, and some clients
 * ask each server for HTTP/2 that way.
 */
export function mountBrowserChannel(server: Server, channels: SolutionChannels, logger: Logger): BrowserChannel {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES, perMessageDeflate: false });
  let isClosed = false;
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    if (isClosed || !isForChannel(request)) {
      answerWithoutUpgrade(server, request, socket);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      // ws closes by itself what breaks its rules; nobody listening would end the process.
      client.on('error', () => undefined);
      if (sockets.clients.size > CONNECTIONS_LIMIT) client.close(CLOSE.tryAgainLater, 'Too many connections.');
      else serve(client, channels, logger);
    });
  });
  return {
    close: () => {
      isClosed = true;
      for (const client of sockets.clients) {
        tell(client, { type: 'onSettingsChanged', payload: {} });
        client.close(CLOSE.goingAway);
        setTimeout(() => {
          client.terminate();
        }, CLOSE_DEADLINE_MS).unref();
      }
    },
  };
}

/** The guard of the server refuses every Origin; here, only those of web pages. */
function isForChannel(request: IncomingMessage): boolean {
  const { upgrade = '', origin } = request.headers;
  const path = (request.url ?? '').split('?')[0];
  if (path !== FLOW_MANAGER_ROUTES.browserChannel || upgrade.toLowerCase() !== 'websocket') return false;
  if (origin !== undefined && !EXTENSION_ORIGIN.test(origin)) return false;
  try {
    guardLoopbackHost(request);
    return true;
  } catch {
    return false;
  }
}

function answerWithoutUpgrade(server: Server, request: IncomingMessage, socket: Socket): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end());
  server.emit('request', request, response);
}

function serve(client: WebSocket, channels: SolutionChannels, logger: Logger): void {
  let disconnect: (() => void) | undefined;
  let isAlive = true;
  const deadline = setTimeout(() => {
    client.close(CLOSE.refused, 'No solution said its id.');
  }, CONNECT_DEADLINE_MS);
  const pings = setInterval(() => {
    if (!isAlive) client.terminate();
    isAlive = false;
    client.ping();
  }, PING_INTERVAL_MS);
  client.on('pong', () => (isAlive = true));
  client.on('message', (data: Buffer, isBinary) => {
    const message = isBinary ? undefined : readConnect(data.toString('utf8'));
    if (message === undefined) {
      client.close(CLOSE.refused, 'Expected {"type": "connect", "payload": {"solutionId"}}.');
      return;
    }
    clearTimeout(deadline);
    // Once for each connection: one that says its id without end must not fill the log.
    if (disconnect === undefined) logger.info('a solution connected');
    disconnect?.();
    disconnect = channels.connect(message.payload.solutionId, (told) => {
      tell(client, told);
    });
  });
  client.on('close', () => {
    clearTimeout(deadline);
    clearInterval(pings);
    disconnect?.();
  });
}

function tell(client: WebSocket, message: ChannelMessage): void {
  if (client.readyState !== client.OPEN) return;
  client.send(JSON.stringify(message));
  if (client.bufferedAmount > WAITING_LIMIT_BYTES) client.terminate();
}

function readConnect(text: string): z.infer<typeof connectSchema> | undefined {
  try {
    return connectSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
