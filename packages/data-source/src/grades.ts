import { defineGrade, plainOptions, type Component } from '@gpii/service-kit';
import { createChildDataSource } from './child/child-data-source.ts';
import type { DataSource, DataSourceKey } from './data-source.ts';
import { createHttpDataSource, createPipeDataSource } from './http/http-data-source.ts';
import { DEADLINE_MS, LIMIT_BYTES } from './limits.ts';
import { createMemoryDataSource } from './memory-data-source.ts';

interface Holder extends Component {
  readonly source: DataSource;
}

/** A config takes an option of another config back by giving it null. */
function givenOptions(that: Component): Record<string, unknown> {
  return Object.fromEntries(Object.entries(plainOptions(that)).filter(([, value]) => value !== null));
}

/**
 * What every data source grade has: `get(key)`, `set(key, value)`, a deadline and a size limit. A grade of one's own
 * takes it as its parent and builds its member `source`.
 */
defineGrade<Holder>('gpii.dataSource', {
  options: { deadlineMs: DEADLINE_MS, limitBytes: LIMIT_BYTES },
  methods: {
    get: (that, key: DataSourceKey) => that.source.get(key),
    set: (that, key: DataSourceKey, value: unknown) => that.source.set(key, value),
  },
});

/** Options: `HttpDataSourceOptions`. */
defineGrade('gpii.dataSource.http', {
  gradeNames: ['gpii.dataSource'],
  members: { source: (that) => createHttpDataSource(givenOptions(that)) },
});

/** The same over a Unix socket or Windows pipe and never the network: `socketPath` is needed. */
defineGrade('gpii.dataSource.pipe', {
  gradeNames: ['gpii.dataSource.http'],
  members: { source: (that) => createPipeDataSource(givenOptions(that)) },
});

/** Options: `ChildDataSourceOptions`. */
defineGrade('gpii.dataSource.child', {
  gradeNames: ['gpii.dataSource'],
  members: { source: (that) => createChildDataSource(givenOptions(that)) },
});

/** Options: `values` and `keyMembers` of `MemoryDataSourceOptions`. */
defineGrade('gpii.dataSource.memory', {
  gradeNames: ['gpii.dataSource'],
  options: { mergePolicy: { values: 'noexpand' } },
  members: { source: (that) => createMemoryDataSource(givenOptions(that)) },
});
