// Opens a store in argv[2] and writes until it is killed; each line on stdout is an acknowledged id.
import { openStore } from '../dist/index.js';

const store = await openStore({ dataDir: process.argv[2], deadlineMs: 20_000 });
const bucket = store.accessTokens.bucketNameFor(new Date('2030-01-01T12:00:00Z'));
console.log(`open ${bucket}`);

async function write(writer) {
  for (let n = 0; ; n++) {
    const id = `${writer}-${n}`;
    await (writer % 2 ? store.revocations.create(id, { id }) : store.accessTokens.create(bucket, id, { id }));
    console.log(id);
  }
}
await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)));
