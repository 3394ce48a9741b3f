import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Access requester and cloud in one, in this process: what they answer costs a flow manager nothing. */
export interface StandIn {
  readonly url: string;
  close(): void;
}

/** Gives everybody an access token, and this answer to GET settings. */
export async function startStandIn(settingsAnswer: object): Promise<StandIn> {
  const settings = JSON.stringify(settingsAnswer);
  const accessToken = JSON.stringify({ access_token: 'access-token-of-a-stand-in', expires_in: 3600 });
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader('Content-Type', 'application/json');
    response.end(request.url === '/access-token' ? accessToken : settings);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
