import type { z } from 'zod';

/** How whoever asks shows who he is. */
export type ApiAuthentication = 'client' | 'accessToken' | 'operatorKey';

/** One answer of a route. */
export interface ApiAnswer {
  readonly description: string;
  /** Left out: it has no body worth a shape. */
  readonly schema?: z.ZodType;
  /** Default: application/json. */
  readonly mediaType?: string;
}

/** One address of the cloud, as it is told to the people who write clients. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'OPTIONS';
  /** As in `routes.ts`, with `:name` for whole segments. */
  readonly path: string;
  /** Unique, `camelCase`. */
  readonly operationId: string;
  readonly summary: string;
  readonly tag: 'authorization' | 'client credentials' | 'website' | 'settings' | 'health' | 'operator';
  /** Any one of them; none is needed where left out. */
  readonly authentication?: readonly ApiAuthentication[];
  /** What the `:name` segments are. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: z.ZodObject;
  readonly body?: { readonly schema: z.ZodType; readonly mediaTypes: readonly string[] };
  readonly answers: Readonly<Record<number, ApiAnswer>>;
}

/** The same body for several refusals. */
export function refusals(schema: z.ZodType, descriptions: Readonly<Record<number, string>>): Record<number, ApiAnswer> {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [status, { description, schema }]),
  );
}
