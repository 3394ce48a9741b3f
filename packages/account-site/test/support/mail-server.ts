import { createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A mail server that takes everything, and keeps what was said to it. */
export interface MailServer {
  readonly url: string;
  /** All lines that came. */
  readonly heard: string[];
}

/**
 * Starts a mail server (RFC 5321), as small as can be.
 *
 * @param answers - What it says to a verb besides 250; an empty text is silence.
 */
export async function startMailServer(answers: Readonly<Record<string, string>> = {}): Promise<MailServer> {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let isData = false;
    let waiting = '';
    const say = (verb: string, usual: string): void => {
      const line = answers[verb] ?? usual;
      if (line !== '') socket.write(`${line}\r\n`);
    };
    const hear = (line: string): void => {
      heard.push(line);
      if (isData && line !== '.') return;
      const verb = isData ? '.' : (line.split(/[ :]/, 1)[0] ?? '').toUpperCase();
      isData = verb === 'DATA';
      say(verb, isData ? '354 go on' : verb === 'STARTTLS' ? '454 not here' : '250 fine');
    };
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      const lines = (waiting + chunk.toString('utf8')).split('\r\n');
      waiting = lines.pop() ?? '';
      lines.forEach(hear);
    });
    say('HELLO', '220 ready');
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`, heard };
}
