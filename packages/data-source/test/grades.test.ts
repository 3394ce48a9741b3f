import { createComponent, defineGrade, type Component } from '@gpii/service-kit';
import { describe, expect, it } from 'vitest';
import type { DataSourceComponent } from '../src/index.ts';
import { startServer } from './with-server.ts';

/** A component with a data source in it, and the options that a config would have. */
function createWithSource(type: string, options: object): DataSourceComponent {
  const gradeName = `gpii.tests.withSource${(made += 1)}`;
  defineGrade(gradeName, { components: { source: { type, options } } });
  return (
    createComponent(gradeName, { settings: { base: 'from settings' } }) as Component & { source: DataSourceComponent }
  ).source;
}

let made = 0;

describe('the data source grades', () => {
  it('reach a peer over HTTP, as their options say', async () => {
    const { url } = await startServer((request, response) =>
      response.end(JSON.stringify([request.method, request.url])),
    );
    const source = createWithSource('gpii.dataSource.http', { url, path: '/%n', socketPath: null });

    expect(await source.get({ n: 'a' })).toEqual(['GET', '/a']);
    expect(await source.set({ n: 'b' }, 1)).toEqual(['PUT', '/b']);
  });

  it('answer from memory, with values that Infusion leaves alone', async () => {
    const values = { 'n=a': { text: '{that}.options', list: [1, { b: null }], '@expand:x': 1 } };
    const source = createWithSource('gpii.dataSource.memory', { values });

    expect(await source.get({ n: 'a' })).toEqual(values['n=a']);
  });

  it('have a deadline and a limit from their contract', () => {
    expect(createWithSource('gpii.dataSource.memory', {}).options).toMatchObject({
      deadlineMs: 5000,
      limitBytes: 4 * 1024 * 1024,
    });
  });

  it('let a start error through as it is', () => {
    expect(() => createWithSource('gpii.dataSource.http', { url: 'ftp://x' })).toThrow(
      expect.objectContaining({ name: 'StartError', exitCode: 78 }) as Error,
    );
  });

  it('let a data source error through as it is', async () => {
    await expect(createWithSource('gpii.dataSource.memory', {}).get({})).rejects.toMatchObject({
      name: 'DataSourceError',
      kind: 'refused',
    });
  });
});
