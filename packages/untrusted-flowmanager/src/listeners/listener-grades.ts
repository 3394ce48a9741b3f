import { defineGrade, plainOptions, type Component } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { z } from 'zod';
import { readMedium } from '../local/medium.ts';
import { listenToCommand } from './command-listener.ts';
import { findMedia } from './find-media.ts';
import type { Listener, ListenerRooms } from './listener.ts';
import { createMediaLook } from './media-listener.ts';
import { repeat } from './repeat.ts';

/**
 * Media are found by looking: a folder does not tell when something is mounted below it. A look is about four calls of the file
 * system (decision 0048: what it costs).
 */
const LOOK_EVERY_MS = 1_500;

const mediaOptionsSchema = z.object({ folder: z.string().nullish() });
const commandOptionsSchema = z.object({ command: z.tuple([z.string().min(1)], z.string()).nullish() });

/** What a config adds a way to key in by: the parent of its grade. */
defineGrade('gpii.listener', {});

/** Media below `folder`; without it, none. */
defineGrade('gpii.listener.media', {
  gradeNames: ['gpii.listener'],
  options: { folder: null },
  methods: {
    start: (that: Component, rooms: ListenerRooms) => {
      const { folder } = readOptions(that, mediaOptionsSchema, 'folder is the path of a folder');
      if (typeof folder !== 'string') return () => undefined;
      const look = createMediaLook(rooms, { find: () => findMedia(folder), read: readMedium });
      return repeat(look, LOOK_EVERY_MS);
    },
  },
});

/** A program whose lines are GPII tokens: `command` has it and its arguments; without it, none. */
defineGrade('gpii.listener.command', {
  gradeNames: ['gpii.listener'],
  options: { command: null },
  methods: {
    start: (that: Component, rooms: ListenerRooms) => {
      const { command } = readOptions(
        that,
        commandOptionsSchema,
        'command is a list of texts: a program and its arguments',
      );
      if (command === undefined || command === null) return () => undefined;
      return listenToCommand(rooms, { command, environment: process.env });
    },
  },
});

/**
 * The listeners among the components of a flow manager, by their names.
 *
 * @throws StartError (exit 78) for one that has no method `start`.
 */
export function findListeners(flowManager: Component): ReadonlyMap<string, Listener> {
  const listeners = new Map<string, Listener>();
  for (const [name, member] of Object.entries(flowManager)) {
    if (!isListener(member)) continue;
    if (typeof member.start !== 'function') {
      throw new StartError(`The component ${name} of the config is no gpii.listener: its grade has no method start.`);
    }
    listeners.set(name, member as unknown as Listener);
  }
  return listeners;
}

function isListener(member: unknown): member is Component & { start?: unknown } {
  if (typeof member !== 'object' || member === null || !('options' in member)) return false;
  const { gradeNames } = plainOptions(member as Component);
  return Array.isArray(gradeNames) && gradeNames.includes('gpii.listener');
}

function readOptions<T>(that: Component, schema: z.ZodType<T>, expected: string): T {
  const parsed = schema.safeParse(plainOptions(that));
  if (parsed.success) return parsed.data;
  throw new StartError(`A listener of the config has options that can't be right: ${expected}.`);
}
