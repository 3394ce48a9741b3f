import type { DataSourceKey } from '../data-source.ts';
import { fillHeader, fillJson, fillPath, fillTemplate } from './fill-template.ts';
import type { SettledHttpOptions } from './http-options.ts';

/** A request as it goes out, besides its connection. */
export interface WireRequest {
  readonly method: string;
  /** Below the base address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Builds requests from keys. */
export interface RequestBuilder {
  get(key: DataSourceKey): WireRequest;
  set(key: DataSourceKey, value: unknown): WireRequest;
}

interface Body {
  readonly type: string;
  readonly text: string;
}

/** @param bearerToken - Goes with each request. */
export function createRequestBuilder(options: SettledHttpOptions, bearerToken: string | undefined): RequestBuilder {
  const fixed = {
    accept: 'application/json',
    ...(bearerToken === undefined ? {} : { authorization: `Bearer ${bearerToken}` }),
  };
  const build = (method: string, key: DataSourceKey, body: Body | undefined): WireRequest => {
    const headers: Record<string, string> = { ...fixed };
    for (const [name, template] of Object.entries(options.headers ?? {})) {
      headers[name.toLowerCase()] = fillHeader(name, template, key);
    }
    if (body !== undefined) headers['content-type'] = body.type;
    // Node sends a request of these methods without a body in chunks, unless its length is said.
    if (method !== 'GET') headers['content-length'] = String(Buffer.byteLength(body?.text ?? ''));
    return { method, path: fillPath(options.path, key), headers, body: body?.text };
  };
  return {
    get: (key) => build(options.getMethod, key, bodyOfGet(options, key)),
    set: (key, value) => build(options.setMethod, key, jsonBody(value)),
  };
}

function bodyOfGet({ form, json }: SettledHttpOptions, key: DataSourceKey): Body | undefined {
  if (form !== undefined) {
    const fields = Object.entries(form).map(([name, template]): [string, string] => [
      name,
      fillTemplate(template, key),
    ]);
    return { type: 'application/x-www-form-urlencoded', text: new URLSearchParams(fields).toString() };
  }
  return json === undefined ? undefined : jsonBody(fillJson(json, key));
}

function jsonBody(value: unknown): Body {
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw new TypeError('Only a JSON value can be set');
  return { type: 'application/json', text };
}
