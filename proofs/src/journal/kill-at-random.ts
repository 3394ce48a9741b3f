import { createHttpClient, type ServerProcess } from '@gpii/bench';
import type { ProofStage } from '../proof.ts';

/** During what a flow manager is killed. */
export type Phase = 'key-in' | 'key-out' | 'start';

/** How long things take when nobody kills them. */
export interface Usual {
  readonly inMs: number;
  readonly outMs: number;
}

/** What a start takes until it puts back, and while it does. */
const STARTING_MS = 1500;

/**
 * Keys in, or out, or starts once more with everything changed, and kills the flow manager meanwhile.
 *
 * @param flowManager - Nobody is keyed in there. It has ended afterwards.
 */
export async function killAtRandom(
  flowManager: ServerProcess,
  { start, stage, usual }: { start: () => Promise<ServerProcess>; stage: ProofStage; usual: Usual },
): Promise<{ phase: Phase; afterMs: number }> {
  const { random } = stage;
  const phase = random.pick<Phase>(['key-in', 'key-in', 'key-out', 'key-out', 'start']);
  const http = createHttpClient(1);
  const act = (path: string): Promise<unknown> => http.send({ url: flowManager.url, method: 'POST', path });
  try {
    if (phase === 'key-in') {
      const afterMs = random.integer(0, Math.ceil(usual.inMs * 1.2));
      await killAfter(act('/user/somebody/login'), afterMs, flowManager);
      return { phase, afterMs };
    }
    await act('/user/somebody/login');
    if (phase === 'key-out') {
      const afterMs = random.integer(0, Math.ceil(usual.outMs * 1.2));
      await killAfter(act('/user/somebody/logout'), afterMs, flowManager);
      return { phase, afterMs };
    }
    await flowManager.kill();
    return { phase, afterMs: await killStarting(start, stage) };
  } finally {
    http.close();
  }
}

/** What was asked for is cut off, or just done: both are as they should be. */
async function killAfter(asked: Promise<unknown>, afterMs: number, flowManager: ServerProcess): Promise<void> {
  const settled = asked.catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await flowManager.kill();
  await settled;
}

async function killStarting(
  start: () => Promise<ServerProcess>,
  { workplace: { register }, random }: ProofStage,
): Promise<number> {
  const others = new Set(register);
  const starting = start().then(
    (server) => server.kill(),
    () => undefined,
  );
  const afterMs = random.integer(0, STARTING_MS);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  for (const child of register) if (!others.has(child)) child.kill('SIGKILL');
  await starting;
  return afterMs;
}
