import { describe, expect, it } from 'vitest';
import { createSteps } from '../src/terminal/steps.ts';

/** What a wait of ten minutes writes, a word each second. */
function waitTenMinutes(isTTY: boolean, env: Readonly<Record<string, string>>): string {
  let written = '';
  const write = (text: string): boolean => (written += text) !== '';
  const steps = createSteps({ isTTY, write } as unknown as NodeJS.WriteStream, env);
  for (let left = 600; left >= 0; left--) steps.waiting('Waiting for approval…', left);
  steps.done('Approved');
  return written;
}

describe('the steps of a command', () => {
  it('count a wait down in one line of a terminal', () => {
    const written = waitTenMinutes(true, { TERM: 'xterm' });
    expect(written.split('\n')).toHaveLength(2);
    expect(written).toContain('(9:58 left, Ctrl+C to stop)');
    expect(written.endsWith('\r\u001b[K✓ Approved\n')).toBe(true);
  });

  it.each([
    ['no terminal', false, {}],
    ['NO_COLOR', true, { NO_COLOR: '1' }],
    ['a terminal that can do nothing', true, { TERM: 'dumb' }],
  ])('are plain lines for %s, one a minute', (_what, isTTY, env) => {
    const lines = waitTenMinutes(isTTY, env).trimEnd().split('\n');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toBe('  Waiting for approval… (9:00 left, Ctrl+C to stop)');
    expect(lines.join('')).not.toContain('\u001b');
  });
});
