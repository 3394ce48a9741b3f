/**
 * The least that could answer: node:http, a form body read and parsed, recorded bytes sent. On stdin it gets the
 * answer: `{"status", "headers", "body"}`.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { RecordedAnswer } from './stage/recorded-answer.ts';

const { status, headers, body } = (await json(process.stdin)) as RecordedAnswer;
const bytes = Buffer.from(body, 'utf8');

const server = createServer({ keepAliveTimeout: 30_000 }, (request, response) => {
  const answer = (code: number): void => {
    response.writeHead(code, headers);
    response.end(bytes);
  };
  if (request.method !== 'POST') {
    answer(status);
    return;
  }
  readForm(request, (form) => {
    answer(form.has('client_id') ? status : 400);
  });
});

server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
});
for (const event of ['SIGTERM', 'disconnect']) process.once(event, () => process.exit(0));

function readForm(request: IncomingMessage, done: (form: URLSearchParams) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    done(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
  });
}
