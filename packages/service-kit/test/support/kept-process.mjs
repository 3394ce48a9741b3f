/**
 * A process that runs commands of one program one after the other, each with its own arguments, environment and standard streams. Half a
 * second of module loading is paid once for a test file, not once for a command. Arguments: the module that exports `main`, the name.
 */
import { Readable, Writable } from 'node:stream';

const [, , module, name] = process.argv;
const { main } = await import(module);

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

let last = Promise.resolve();
process.on('message', ({ id, ...command }) => {
  last = last.then(async () => process.send({ id, ended: await run(command) }));
});
process.on('disconnect', () => process.exit());
