/**
 * A process that runs commands of one program one after the other, each with its own arguments, environment and standard streams. Half a
 * second of module loading is paid once for many test files, not once for a command. Arguments: the module that exports `main`, the name.
 *
 * A message `{id, args, stdin, env}` runs a command to its end, which `{id, ended}` tells. With `serves`, a server runs until it ends
 * its process: `{id, stdout}` and `{id, stderr}` tell what it says meanwhile.
 */
import { Readable, Writable } from 'node:stream';

const [, , module, name] = process.argv;
const { main } = await import(module);
const exit = process.exit.bind(process);

/** What a stream is given, as text. */
function collect() {
  const chunks = [];
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

/** Sends on what a stream is given. */
function forward(id, streamName) {
  return new Writable({
    write: (chunk, _encoding, done) => {
      process.send({ id, [streamName]: chunk.toString('utf8') });
      done();
    },
  });
}

function setStreams(streams) {
  for (const [name, value] of Object.entries(streams)) {
    Object.defineProperty(process, name, { value, configurable: true, writable: true });
  }
}

async function run({ args, stdin, env }) {
  const [stdout, stderr] = [collect(), collect()];
  setStreams({ stdin: Readable.from([Buffer.from(stdin)]), stdout: stdout.stream, stderr: stderr.stream });
  process.env = env;
  process.exitCode = undefined;
  await main(['node', name, ...args]);
  const exitCode = process.exitCode ?? 0;
  process.exitCode = undefined;
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

/** Runs a server until it would end the process. Its listeners for signals go then, as they would with the process. */
async function serve({ id, args, env }) {
  setStreams({ stdin: Readable.from([]), stdout: forward(id, 'stdout'), stderr: forward(id, 'stderr') });
  process.env = env;
  process.exitCode = undefined;
  const before = new Map(process.eventNames().map((event) => [event, new Set(process.rawListeners(event))]));
  const ended = new Promise((resolve) => {
    process.exit = (code) => resolve(code ?? 0);
  });
  await main(['node', name, ...args]);
  const exitCode = process.exitCode ?? (await ended);
  // What is logged leaves at the end of a turn.
  await new Promise(setImmediate);
  process.exit = exit;
  process.exitCode = undefined;
  for (const event of process.eventNames()) {
    for (const listener of process.rawListeners(event)) {
      if (!before.get(event)?.has(listener)) process.removeListener(event, listener);
    }
  }
  return { exitCode };
}

let last = Promise.resolve();
process.on('message', ({ id, serves, ...command }) => {
  last = last.then(async () => {
    process.send({ id, ended: await (serves ? serve({ id, ...command }) : run(command)) });
  });
});
process.on('disconnect', () => exit());
