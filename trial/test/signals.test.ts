import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { InterruptedError, watchSignals } from '../src/signals.ts';

function createRig(): {
  source: EventEmitter;
  onSecond: () => void;
  watch: ReturnType<typeof watchSignals>;
  clock: { ms: number };
} {
  const source = new EventEmitter();
  const clock = { ms: 1000 };
  const onSecond = vi.fn();
  return { source, onSecond, clock, watch: watchSignals(source, onSecond, () => clock.ms) };
}

describe('signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('stop the trial: %s', (name) => {
    const { source, watch } = createRig();
    source.emit(name);
    expect(watch.signal.reason).toBeInstanceOf(InterruptedError);
  });

  it('count as one when npm passes on the key press that the terminal sent already', () => {
    const { source, onSecond, clock } = createRig();
    source.emit('SIGINT');
    clock.ms += 500;
    source.emit('SIGINT');
    expect(onSecond).not.toHaveBeenCalled();
  });

  it('end all at once when a second one follows later', () => {
    const { source, onSecond, clock } = createRig();
    source.emit('SIGINT');
    clock.ms += 501;
    source.emit('SIGINT');
    expect(onSecond).toHaveBeenCalledOnce();
  });

  it('are left to Node when the watch is closed', () => {
    const { source, watch } = createRig();
    watch.close();
    expect(source.eventNames()).toEqual([]);
  });
});
