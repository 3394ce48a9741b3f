import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
interface Results {
  readonly figures: readonly { readonly name: string; readonly value: number }[];
}

it('kills a real cloud under load and finds all that it acknowledged', async () => {
  const child = spawn(process.execPath, [MAIN, 'crash', '--rounds', '1', '--damage-rounds', '0', '--json']);
  const written = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.stderr += text));
  await new Promise((resolve) => child.once('close', resolve));
  expect(written.stdout, written.stderr).not.toBe('');
  const { figures } = JSON.parse(written.stdout) as Results;
  const valueOf = (name: string): number | undefined => figures.find((figure) => figure.name === name)?.value;
  expect(valueOf('kill -9: rounds')).toBe(1);
  expect(valueOf('kill -9: databases that cannot be read')).toBe(0);
  for (const kind of ['creation', 'edit', 'revocation', 'audit', 'too much revoked']) {
    expect(valueOf(`kill -9: lost, ${kind}`), written.stderr).toBe(0);
  }
}, 180_000);
