import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { listenForCallback } from '../src/connect/callback-listener.ts';
import { makeChallenge } from '../src/connect/challenge.ts';

const issuer = 'https://cloud.example';

/** Asks the listener; a URL object would hide what a browser would not send. */
function ask(
  port: number,
  path: string,
  { method = 'GET', host = `127.0.0.1:${port}` } = {},
): Promise<{ status: number; location: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers: { Host: host }, agent: false }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, location: String(response.headers.location) });
    })
      .once('error', reject)
      .end();
  });
}

describe('waiting for the browser', () => {
  it('ignores a hundred forged callbacks, and takes the true one afterwards', async () => {
    const { state } = makeChallenge();
    const listener = await listenForCallback({ state, issuer });
    const { port } = listener;
    const waiting = listener.wait(20_000);
    const other = makeChallenge().state;
    const forged = [
      '/callback',
      '/callback?error=access_denied',
      `/callback?code=x&state=${other}`,
      `/callback?code=x&state=${state.slice(0, -1)}`,
      `/callback?code=x&state=${state}&state=${state}`,
      `/callback?code=x&state=${state}&iss=https://evil.example`,
      `/callback?state=${state}`,
      `/other?code=x&state=${state}`,
      '/callback?code=%zz&state=%',
      '//evil.example/callback?code=x',
    ];
    for (let round = 0; round < 10; round++) {
      for (const path of forged) expect([path, (await ask(port, path)).status]).toEqual([path, 404]);
    }
    const good = `/callback?code=true&state=${state}&iss=${encodeURIComponent(issuer)}`;
    expect((await ask(port, good, { method: 'POST' })).status).toBe(404);
    expect((await ask(port, good, { host: `localhost:${port}` })).status).toBe(404);
    expect((await ask(port, good, { host: 'evil.example' })).status).toBe(404);
    // Away from the address with the code, so that it does not stay in the history.
    expect(await ask(port, good)).toEqual({ status: 303, location: '/done' });
    expect(await waiting).toEqual({ kind: 'code', code: 'true' });
    expect((await ask(port, '/done')).status).toBe(200);
    await listener.close();
  });

  it('tells the browser that it is done in its own language, with all that the page needs in it', async () => {
    const { state } = makeChallenge();
    const listener = await listenForCallback({ state, issuer });
    const told = async (language: string, query: string): Promise<Response> =>
      fetch(`http://127.0.0.1:${listener.port}/done${query}`, { headers: { 'Accept-Language': language } });
    const [english, french] = [await told('de, en;q=0.5', ''), await told('fr-CA', '?denied')];
    expect(await english.text()).toMatch(/<html lang="en".*<h1>This computer was approved<\/h1>/s);
    const page = await french.text();
    expect(page).toMatch(/<html lang="fr".*<h1>La demande a été refusée<\/h1>/s);
    expect(page).not.toMatch(/\b(src|href)=|url\(/);
    expect(french.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    await listener.close();
  });

  it('says that somebody declined, and that nobody came', async () => {
    const { state } = makeChallenge();
    const listener = await listenForCallback({ state, issuer });
    const declined = listener.wait(20_000);
    expect((await ask(listener.port, `/callback?error=access_denied&state=${state}`)).location).toBe('/done?denied');
    expect(await declined).toEqual({ kind: 'denied' });
    await listener.close();
    const second = await listenForCallback({ state, issuer });
    expect(await second.wait(1)).toEqual({ kind: 'expired' });
    await second.close();
  });
});
