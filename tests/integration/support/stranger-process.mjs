// A process of a stranger, told what to do by its parent: squats an address and answers there as an access requester would, or
// asks one for access tokens. It tells what it got.
import { chmodSync } from 'node:fs';
import { createServer, request } from 'node:http';

let server;
let bytes = 0;

const acts = {
  squat: (at) =>
    new Promise((resolve) => {
      bytes = 0;
      server = createServer((_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end('{"access_token":"of-a-stranger","expires_in":3600}');
      });
      server.on('connection', (socket) => socket.on('data', (chunk) => (bytes += chunk.length)));
      server.once('error', ({ code }) => resolve(code));
      server.listen(at, () => {
        if (at.path !== undefined) chmodSync(at.path, 0o666);
        resolve('squatting');
      });
    }),
  /** How many bytes came while it squatted. */
  leave: () =>
    new Promise((resolve) => {
      server.close(() => resolve(bytes));
      server.closeAllConnections();
    }),
  ask: ({ times, at, headers, body }) =>
    Promise.all(Array.from({ length: times }, () => askOnce({ at, headers, body }))),
};

function askOnce({ at, headers, body }) {
  return new Promise((resolve) => {
    const outgoing = request({ ...at, method: 'POST', path: '/access-token', agent: false, headers });
    outgoing.once('error', ({ code }) => resolve(code));
    outgoing.once('response', (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode));
    });
    outgoing.end(body);
  });
}

process.on('message', async ({ id, act, value }) => process.send({ id, result: await acts[act](value) }));
