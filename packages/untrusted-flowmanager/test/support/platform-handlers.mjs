// What a platform build adds: grades with the methods of the contracts of @gpii/device. This "registry" is a JSON file.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineGrade } from '@gpii/service-kit';

const inHome = (name) => join(process.env.HOME, name);
const read = () =>
  existsSync(inHome('registry.json')) ? JSON.parse(readFileSync(inHome('registry.json'), 'utf8')) : {};
const write = (values) => writeFileSync(inHome('registry.json'), JSON.stringify(values));

defineGrade('test.registryHandler', {
  gradeNames: ['gpii.settingsHandler'],
  methods: {
    get: async (_that, { settings }) =>
      Object.fromEntries(Object.entries(read()).filter(([name]) => Object.hasOwn(settings, name))),
    prepare: async (_that, { options, settings }) => ({
      before: read(),
      set: async () => write({ ...read(), ...settings, path: options.path }),
    }),
    restore: async (_that, before) => write(before),
  },
});

defineGrade('test.refreshAction', {
  gradeNames: ['gpii.action'],
  methods: { act: async (_that, { what }) => appendFileSync(inHome('refreshed.txt'), `${what}\n`) },
});
