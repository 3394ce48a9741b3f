import { readFileSync } from 'node:fs';
import { API } from '@gpii/protocol';
import { describe, expect, it } from 'vitest';
import { readOperator, withCloud } from './support/run-cloud.ts';
import { withFiles } from './support/temp-folder.ts';

interface Described {
  readonly operationId?: string;
  readonly parameters?: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly requestBody?: { content: Record<string, { schema: object }> };
  readonly responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
  readonly security?: readonly Record<string, unknown>[];
}
interface OpenApi {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { securitySchemes: Record<string, object> };
}

const committed = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8')) as OpenApi;
const operations = Object.entries(committed.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ path, method, described })),
);

describe('docs/openapi.json', () => {
  it('is what the whole cloud serves: every route that it mounts, and no other (npm run openapi writes it anew)', async () => {
    await withFiles({}, async (folder) => {
      await withCloud(folder, async () => {
        const { operatorUrl } = await readOperator(folder);
        const answer = await fetch(`${operatorUrl}/openapi.json`);
        expect(answer.status).toBe(200);
        expect(await answer.json()).toEqual(committed);
      });
    });
    const isDescribed = operations.every(({ described }) => described.operationId !== undefined);
    expect(isDescribed, 'a route is mounted that protocol/src/api does not describe').toBe(true);
  });

  it('has every address of the list', () => {
    for (const { method, path } of API.filter((route) => !route.path.endsWith(':operation'))) {
      const template = path.replace(/:(\w+)/g, '{$1}');
      expect(committed.paths[template]?.[method.toLowerCase()], `${method} ${path}`).toBeDefined();
    }
    expect(Object.keys(committed.paths).filter((path) => path.startsWith('/operator/')).length).toBeGreaterThan(15);
  });

  it('is OpenAPI 3.1: versions, templates with their parameters, unique ids, statuses, known security schemes', () => {
    expect(committed.openapi).toMatch(/^3\.1\.\d+$/);
    expect(committed.info).toMatchObject({
      title: expect.any(String) as string,
      version: expect.any(String) as string,
    });
    const ids = operations.map(({ described }) => described.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, method, described } of operations) {
      expect(path).toMatch(/^\/[^:?#]*$/);
      expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (described.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
      expect(Object.keys(described.responses).length).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(described.responses)) {
        expect(status).toMatch(/^[1-5]\d\d$/);
        expect(response.description).not.toBe('');
      }
      for (const scheme of (described.security ?? []).flatMap((one) => Object.keys(one))) {
        expect(committed.components.securitySchemes).toHaveProperty(scheme);
      }
    }
  });

  it('has only schemas whose references lead somewhere', () => {
    const references = JSON.stringify(committed).match(/"\$ref":"[^"]*"/g) ?? [];
    const dangling = references.filter(
      (reference) => !reference.includes('#/$defs/') && !reference.includes('#/components/'),
    );
    expect(dangling).toEqual([]);
    expect(JSON.stringify(committed)).not.toContain('"$schema"');
  });
});
