import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A database that speaks CouchDB's API, in a process of its own. */
export interface CouchPeer {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one on a free port, empty. */
export async function startCouchPeer(adapter: 'memory' | 'leveldb' = 'memory'): Promise<CouchPeer> {
  const script = fileURLToPath(new URL('couch-peer.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, '0', adapter], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const { url } = JSON.parse(line.toString()) as { url: string };
  return {
    url,
    stop: async () => {
      child.kill();
      await once(child, 'exit');
    },
  };
}
