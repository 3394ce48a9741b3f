import { beforeAll, describe, expect, it, vi } from 'vitest';
import { runProgram } from '@gpii/service-kit/cli';
import { createTrialProgram, type TrialOptions } from '../src/options.ts';

const folders = { currentDir: '/srv', defaultDataDir: '/clone/.trial' };

async function parse(...words: string[]): Promise<{ options?: TrialOptions; exitCode: unknown }> {
  let options: TrialOptions | undefined;
  const program = createTrialProgram(folders, (given) => {
    options = given;
    return Promise.resolve();
  });
  program.configureOutput({ writeErr: () => undefined, writeOut: () => undefined });
  process.exitCode = 0;
  await runProgram(program, ['node', 'start.mjs', ...words]);
  const exitCode = process.exitCode;
  process.exitCode = 0;
  return { exitCode, ...(options !== undefined && { options }) };
}

describe('options of npm start', () => {
  beforeAll(() => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  });

  it('have a default each', async () => {
    const { options } = await parse();
    expect(options).toEqual({
      once: false,
      dataDir: '/clone/.trial',
      cloudPort: 8081,
      requesterPort: 8082,
      flowManagerPort: 8083,
      demo: 'chidi-magnifier-contrast',
    });
  });

  it('take a relative data folder from where the person is', async () => {
    const { options } = await parse('--data-dir', 'gpii', '--once');
    expect(options).toMatchObject({ dataDir: '/srv/gpii', once: true });
  });

  it('take 0 as a port', async () => {
    const { options } = await parse('--cloud-port', '0', '--requester-port', '0', '--flow-manager-port', '0');
    expect(options).toMatchObject({ cloudPort: 0, requesterPort: 0, flowManagerPort: 0 });
  });

  it.each([
    ['a port that is none', ['--cloud-port', 'http']],
    ['a port above 65535', ['--cloud-port', '65536']],
    ['an empty port', ['--requester-port', '']],
    ['an empty GPII token', ['--demo', '']],
    ['an option that it does not know', ['--twice']],
    ['a word too many', ['twice']],
  ])('refuse %s with exit code 64', async (_name, words) => {
    expect(await parse(...words)).toEqual({ exitCode: 64 });
  });

  it('are listed by --help with exit code 0', async () => {
    expect(await parse('--help')).toEqual({ exitCode: 0 });
  });
});
