import type { Actor, Credentials } from '@gpii/credentials';
import type { z } from 'zod';

/** Header in which a command says on whose account it runs. */
export const OPERATOR_NAME_HEADER = 'x-gpii-operator';

/** What operations work with: the data, the address under which clients reach this cloud, and the running server. */
export interface OperatorRooms extends Credentials {
  readonly publicUrl: () => string;
  /**
   * Reads the registries of the running server again.
   *
   * @returns OS id -> how many solutions.
   * @throws StartError that names file and line, or says that no server runs.
   */
  readonly reloadRegistries: () => Promise<Readonly<Record<string, number>>>;
}

/**
 * One thing that an operator can have done. It runs in the server that has the data folder open, by
 * `POST /operator/NAME` with its input as JSON, or in the command itself where no server runs.
 */
export interface Operation<Schema extends z.ZodType = z.ZodType, Output = unknown> {
  /** Its name in addresses, `kebab-case`. */
  readonly name: string;
  readonly input: Schema;
  run(rooms: OperatorRooms, input: z.output<Schema>, by: Actor): Promise<Output>;
}

/** Keeps the exact types of an operation. */
export function defineOperation<Schema extends z.ZodType, Output>(
  operation: Operation<Schema, Output>,
): Operation<Schema, Output> {
  return operation;
}
