// Run by hand after a build, for the figures in README.md: npm run measure -w @gpii/store -- [documents]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../dist/index.js';

const documents = Number(process.argv[2] ?? 10_000);
const record = {
  clientId: '53684234497-hgd07kcq01tjod4mg0rt8k8omt2phak5',
  secretId: 'secret:53684234497:1',
  gpiiToken: 'f3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  scope: ['settings'],
  issuedAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-01T01:00:00.000Z',
};
const megabytes = () => Math.round(process.memoryUsage().rss / 1e6);

async function run(concurrency, count, operation) {
  let next = 0;
  const worker = async () => {
    while (next < count) await operation(next++);
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: concurrency }, worker));
  return Math.round((count / (performance.now() - startedAt)) * 1000);
}

async function measure(store, label) {
  const bucket = store.accessTokens.bucketNameFor(new Date('2030-01-01'));
  const line = {};
  for (const concurrency of [1, 10, 64]) {
    const count = concurrency === 1 ? documents / 10 : documents;
    line[`token put/s c${concurrency}`] = await run(concurrency, count, (n) =>
      store.accessTokens.create(bucket, `${label}-${concurrency}-${n}`, record),
    );
  }
  for (const concurrency of [1, 16, 64]) {
    line[`token get/s c${concurrency}`] = await run(concurrency, documents, (n) =>
      store.accessTokens.get(bucket, `${label}-64-${(n * 7919) % documents}`),
    );
  }
  console.log(label, line);
}

const rssBefore = megabytes();
for (const fsyncTokens of [false, true]) {
  const dataDir = await mkdtemp(join(tmpdir(), 'gpii-store-measure-'));
  const openedAt = performance.now();
  const store = await openStore({ dataDir, fsyncTokens, deadlineMs: 60_000 });
  const openMs = Math.round(performance.now() - openedAt);
  console.log({ fsyncTokens, openMs, rssBefore, rssOpened: megabytes() });
  await measure(store, 'warm-up');
  await measure(store, 'measured');
  if (fsyncTokens) {
    const core = {};
    for (const concurrency of [1, 64]) {
      core[`create/s c${concurrency}`] = await run(concurrency, documents / 5, (n) =>
        store.core.create(`a:${concurrency}:${n}`, record),
      );
    }
    let { revision } = await store.core.get('a:1:0');
    core['replace/s c1, one document'] = await run(1, documents / 10, async () => {
      revision = await store.core.replace('a:1:0', revision, record);
    });
    const startedAt = performance.now();
    core['listed/s'] = Math.round(
      ((await store.core.listByPrefix('a:')).length / (performance.now() - startedAt)) * 1000,
    );
    console.log('core', core);
  }
  console.log({ rss: megabytes() });
  await store.close();
  await rm(dataDir, { recursive: true });
}
