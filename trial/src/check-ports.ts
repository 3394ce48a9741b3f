import { createServer } from 'node:net';
import { EXIT, StartError } from '@gpii/service-kit/cli';

/** A port that a server is to get, and the option that chooses another. */
export interface WantedPort {
  readonly port: number;
  readonly option: string;
}

/**
 * Looks whether ports are free, before anything is started.
 *
 * @throws StartError (exit 69) that names those that are not.
 */
export async function checkPorts(wanted: readonly WantedPort[]): Promise<void> {
  const taken: WantedPort[] = [];
  for (const one of wanted) if (!(await isFree(one.port))) taken.push(one);
  const [first] = taken;
  if (first === undefined) return;
  const ports = `Port${taken.length === 1 ? '' : 's'} ${taken.map(({ port }) => port).join(', ')}`;
  const others = taken.map(({ option }) => `${option} 0`).join(' ');
  throw new StartError(
    `${ports} ${taken.length === 1 ? 'is' : 'are'} taken, perhaps by another trial: stop it, or have free ones picked with npm start -- ${others}`,
    { exitCode: EXIT.unavailable },
  );
}

/** Any other refusal of a port is the server's to explain. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'EADDRINUSE');
    });
    server.listen({ host: '127.0.0.1', port }, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
