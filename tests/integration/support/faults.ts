import type { Fault } from './stand-in.ts';

const HUGE_BYTES = 32 * 1024 * 1024;

/** Says nothing, for ever. */
export const hang: Fault = () => undefined;

/** Bytes that are no HTTP. */
export const garbage: Fault = (socket) => {
  socket.end(Buffer.from([0x16, 0x03, 0x01, 0xff, 0x00, 0x0a, 0x0d, 0x80]));
};

/** Ends the connection without a byte. */
export const hangUp: Fault = (socket) => {
  socket.destroy();
};

/** Promises a body, sends half of it, and ends the connection. */
export const cutMidBody: Fault = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"access_to');
  socket.end();
};

/** A JSON text without end, as fast as it is read. */
export const hugeBody: Fault = (socket) => {
  socket.write(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{"access_token":"`);
  const chunk = Buffer.alloc(256 * 1024, 'a');
  let sent = 0;
  const send = (): void => {
    while (!socket.destroyed && sent < HUGE_BYTES) {
      sent += chunk.length;
      if (!socket.write(chunk)) {
        socket.once('drain', send);
        return;
      }
    }
    socket.end();
  };
  send();
};

/** A status line, and then a header every 50 ms. */
export const drip: Fault = (socket) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('X-Slow: yes\r\n'), 50);
  socket.once('close', () => {
    clearInterval(timer);
  });
};

/** A whole answer. A text goes as it is, anything else as JSON. */
export function answer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Fault {
  return (socket) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const lines = Object.entries({
      'Content-Type': 'application/json',
      'Content-Length': String(Buffer.byteLength(text)),
      Connection: 'close',
      ...headers,
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status} Whatever\r\n${lines.join('')}\r\n${text}`);
  };
}

/** Holds its answer back until it is let go. */
export function heldBack(then: Fault): { readonly fault: Fault; release(): void } {
  const waiting: (() => void)[] = [];
  return {
    fault: (socket, request) => {
      waiting.push(() => {
        then(socket, request);
      });
    },
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}
