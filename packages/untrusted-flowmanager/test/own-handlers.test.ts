import { expect, it } from 'vitest';
import { createComponent, defineGrade, type Component } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { findOwnHandlers } from '../src/own-handlers.ts';

const methods = { get: () => 'got', prepare: () => 'prepared', restore: () => 'restored' };
defineGrade('test.settingsHandler', { gradeNames: ['gpii.settingsHandler'], methods });
defineGrade('test.halfHandler', { gradeNames: ['gpii.settingsHandler'], methods: { get: methods.get } });
defineGrade('test.action', { gradeNames: ['gpii.action'], methods: { act: () => 'acted' } });

function flowManagerWith(type: string, options: object): Component {
  defineGrade('test.flowManager', { components: { mine: { type, options } } });
  return createComponent('test.flowManager', {});
}

it('finds handlers among the components by what they handle', () => {
  const { settings } = findOwnHandlers(flowManagerWith('test.settingsHandler', { handles: 'a.type' }));
  expect(settings.get('a.type')?.get({ options: {}, settings: {} })).toBe('got');
  const { actions } = findOwnHandlers(flowManagerWith('test.action', { handles: 'an.action' }));
  expect(actions.get('an.action')?.({}, { waits: true })).toBe('acted');
});

it.each([
  ['does not say what it handles', 'test.settingsHandler', {}, 'its option "handles" names no type of registries'],
  ['lacks a method', 'test.halfHandler', { handles: 'a.type' }, 'its grade has no method prepare'],
])('refuses one that %s', (...[, type, options, problem]) => {
  let refused: unknown;
  try {
    findOwnHandlers(flowManagerWith(type, options));
  } catch (error) {
    refused = error;
  }
  expect(refused).toBeInstanceOf(StartError);
  expect((refused as StartError).problems).toContain(problem);
});
