import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpDataSource, type HttpDataSourceOptions } from '../src/index.ts';
import { openSource, startServer } from './with-server.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Asks a server that answers with what it was asked. */
async function openEcho(
  options: HttpDataSourceOptions,
  basePath = '',
): Promise<{ url: string; get(key: Record<string, string>): Promise<Seen>; set(value: unknown): Promise<Seen> }> {
  const { url } = await startServer((request, response) => {
    void text(request).then((body) => {
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }));
    });
  });
  const source = openSource({ url: url + basePath, ...options });
  return {
    url,
    get: async (key) => (await source.get(key)) as Seen,
    set: async (value) => (await source.set({}, value)) as Seen,
  };
}

describe('the request of an http data source', () => {
  it('has the members of the key in its path, encoded, below the base address', async () => {
    const echo = await openEcho({ path: '/%gpiiToken/settings/%device' }, '/cloud/');

    const seen = await echo.get({ gpiiToken: '../a b', device: '{"OS":{}}' });

    expect(seen).toMatchObject({ method: 'GET', url: '/cloud/..%2Fa%20b/settings/%7B%22OS%22%3A%7B%7D%7D', body: '' });
    expect(seen.headers).toMatchObject({ accept: 'application/json', host: echo.url.slice('http://'.length) });
  });

  it('has headers from the key', async () => {
    const echo = await openEcho({ headers: { Authorization: 'Bearer %accessToken' } });

    expect((await echo.get({ accessToken: 'at' })).headers.authorization).toBe('Bearer at');
  });

  it('has a form from the key, when a get goes by POST', async () => {
    const echo = await openEcho({ getMethod: 'POST', form: { grant_type: 'password', username: '%gpiiToken' } });

    const seen = await echo.get({ gpiiToken: 'a&b=c é+' });

    expect(seen).toMatchObject({ method: 'POST', body: 'grant_type=password&username=a%26b%3Dc+%C3%A9%2B' });
    expect(seen.headers).toMatchObject({
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(seen.body.length),
    });
  });

  it('has JSON from the key, when a get goes by POST', async () => {
    const echo = await openEcho({
      getMethod: 'POST',
      json: { gpiiToken: '%gpiiToken', deep: [{ n: 1, t: 'x%gpiiToken' }] },
    });

    const seen = await echo.get({ gpiiToken: '"é%gpiiToken' });

    expect(JSON.parse(seen.body)).toEqual({ gpiiToken: '"é%gpiiToken', deep: [{ n: 1, t: 'x"é%gpiiToken' }] });
    expect(seen.headers['content-type']).toBe('application/json');
  });

  it('of a set is a PUT of the value', async () => {
    const echo = await openEcho({});

    expect(await echo.set({ a: 1 })).toMatchObject({ method: 'PUT', url: '/', body: '{"a":1}' });
  });

  it('has the bearer token of a file', async () => {
    const echo = await openEcho({ bearerTokenFile: keyFile('key-123\n') });

    expect((await echo.get({})).headers.authorization).toBe('Bearer key-123');
  });

  it.each([
    ['/%missing', {}, { a: 'A' }, /"missing"/],
    ['/', { x: '%a' }, { a: 'line\r\nbreak' }, /header "x"/],
    ['/', { x: '%a' }, { a: '✓' }, /header "x"/],
  ])('is not sent when the key does not fit: %s %j', async (path, headers, key, message) => {
    const echo = await openEcho({ path, headers });

    const error: unknown = await echo.get(key).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
    expect(String(error)).not.toContain('line');
  });
});

describe('createHttpDataSource', () => {
  it('says which bearer token file cannot be read', () => {
    expect(() => createHttpDataSource({ url: 'http://x', bearerTokenFile: '/nowhere/key' })).toThrow(
      "The key file /nowhere/key can't be read: there is no such file.",
    );
  });

  it('does not quote a bearer token file that holds something else', () => {
    const file = keyFile('two words');
    expect(() => createHttpDataSource({ url: 'http://x', bearerTokenFile: file })).toThrow(/without spaces/);
    expect(() => createHttpDataSource({ url: 'http://x', bearerTokenFile: file })).not.toThrow(/two words/);
  });

  it('names all options that cannot be right', () => {
    const wrong = { path: 'x', getMethod: 'PUT', deadlineMs: '5', maxSockets: 0, form: {}, json: {} };

    expect(() => createHttpDataSource(wrong as unknown as HttpDataSourceOptions)).toThrow(
      expect.objectContaining({
        exitCode: 78,
        problems: [
          'url or socketPath is needed',
          'path: expected a text that begins with "/"',
          'getMethod: expected GET or POST',
          'form and json exclude each other',
          'form and json need getMethod POST',
          'deadlineMs: expected a whole number above 0',
          'maxSockets: expected a whole number above 0',
        ],
      }) as Error,
    );
  });
});

function keyFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'gpii-ds-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const file = join(folder, 'key');
  writeFileSync(file, content);
  return file;
}
