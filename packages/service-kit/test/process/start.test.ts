import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { linesOf, runTiny, startTiny, withKeptTiny, withTiny } from '../support/tiny-service.ts';

describe('starting a service', () => {
  it('prints exactly one listening line, before any other, and writes nothing on stderr', async () => {
    await withTiny([], async ({ child, ended, url }) => {
      child.kill('SIGTERM');
      const { stdout, stderr } = await ended;
      const [first, ...others] = linesOf(stdout);
      expect([first, others.filter(({ event }) => event !== undefined)]).toEqual([
        { event: 'listening', service: 'gpii-tiny', url },
        [],
      ]);
      expect(stderr).toBe('');
    });
  });

  it('says all that is wrong at once and exits 78', async () => {
    const args = ['serve', '--port', '99999', '--bogus', '--log-level', 'loud'];
    const { exitCode, stdout, stderr } = await startTiny(args).ended;
    expect([exitCode, stdout, stderr.split('\n')]).toEqual([
      78,
      '',
      [
        'Cannot start gpii-tiny:',
        '  ✖ --bogus: no such setting (gpii-tiny serve --help lists them)',
        '  ✖ --port: Expected a port number, 0 to 65535',
        '  ✖ --log-level: Expected one of trace, debug, info, warn, error, fatal, silent',
        '',
      ],
    ]);
  });

  it('says that the value of a flag is missing, beside all else that is wrong', async () => {
    const { exitCode, stderr } = await runTiny(['serve', '--port', '--log-level', 'loud', '--config']);
    expect([exitCode, stderr.split('\n')]).toEqual([
      78,
      [
        'Cannot start gpii-tiny:',
        '  ✖ --port: its value is missing',
        '  ✖ --config: its value is missing',
        '  ✖ --log-level: Expected one of trace, debug, info, warn, error, fatal, silent',
        '',
      ],
    ]);
  });

  it('takes a flag over its variable', async () => {
    const ended = await withKeptTiny(['--port', '0'], () => Promise.resolve(), { GPII_TINY_PORT: 'nonsense' });
    expect(ended.exitCode).toBe(0);
  });

  it('lists each setting with flag, variable, default and meaning', async () => {
    const { exitCode, stdout } = await runTiny(['serve', '--help']);
    const words = stdout.replace(/\s+/g, ' ');
    expect(exitCode).toBe(0);
    for (const part of [
      '--port <PORT> TCP port; 0 picks a free one. [env GPII_TINY_PORT; default: 0]',
      '--greeting <TEXT> What it says. [env GPII_TINY_GREETING; default: "hello"]',
      '--name <NAME> Whom it greets. [env GPII_TINY_NAME; optional]',
      '--log-level <LEVEL>',
      '--config <FILE> Kettle JSON5 config [env GPII_TINY_CONFIG;',
    ]) {
      expect(words).toContain(part);
    }
  });

  it('says in one sentence that its port is taken, and exits 69', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const { exitCode, stdout, stderr } = await startTiny(['serve', '--port', String(port)]).ended;
    taken.close();
    expect([exitCode, stdout, stderr]).toEqual([
      69,
      '',
      `Cannot listen on 127.0.0.1:${port}: another process does already. Stop it, or choose another with --port.\n`,
    ]);
  });

  it('exits 64 for a command that does not exist', async () => {
    expect((await runTiny(['bogus'])).exitCode).toBe(64);
  });
});
