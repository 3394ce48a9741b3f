// A stand-in for CouchDB in tests: PouchDB behind CouchDB's http API. Run it; it says its address in JSON.
//   node couch-peer.mjs [PORT] [leveldb]
// Kept in memory; with leveldb, on disk, where ids are in the order of their bytes as they are in CouchDB.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
const express = createRequire(require.resolve('express-pouchdb'))('express');
const expressPouchDB = require('express-pouchdb');
const PouchDB = require('pouchdb');

const folder = mkdtempSync(join(tmpdir(), 'gpii-couch-peer-'));
process.chdir(folder);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGTERM', () => process.exit(0));
// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(0));

PouchDB.plugin(require('pouchdb-adapter-memory'));
const [, , port = '0', adapter = 'memory'] = process.argv;
const Databases = PouchDB.defaults({ adapter, prefix: adapter === 'memory' ? '' : `${folder}/` });
const app = express();
const log = join(folder, 'log.txt');
app.use('/', expressPouchDB(Databases, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: log }));
const server = app.listen(Number(port), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })}\n`);
});
