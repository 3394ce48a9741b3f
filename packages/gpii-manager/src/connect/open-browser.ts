import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};

/**
 * Opens one of our own addresses in the person's browser: not as root where sudo says who it is, because browsers refuse
 * that, and their profile belongs to the person.
 *
 * @returns Whether an opener could be started and did not fail at once.
 */
export async function openBrowser(address: string, env = process.env): Promise<boolean> {
  const [command = '', ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const [uid, gid] = [Number(env.SUDO_UID), Number(env.SUDO_GID)];
  const isSudo = process.getuid?.() === 0 && uid > 0 && gid > 0;
  return new Promise((resolve) => {
    const child = spawn(command, [...args, address], {
      detached: true,
      stdio: 'ignore',
      env,
      ...(isSudo ? { uid, gid } : {}),
    });
    child.once('error', () => {
      resolve(false);
    });
    child.once('exit', (code) => {
      resolve(code === 0);
    });
    // An opener that is a browser itself does not end.
    setTimeout(() => {
      child.unref();
      resolve(true);
    }, 2000).unref();
  });
}
