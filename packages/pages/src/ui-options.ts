import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A file of UI Options as it is sent. */
export interface UiOptionsFile {
  readonly mediaType: string;
  /** By gzip; what is packed already, as fonts are, has no other form. */
  readonly gzipped: Buffer | undefined;
  readonly plain: Buffer;
}

/** Infusion's UI Options: the files that a page loads when somebody opens them. */
export interface UiOptions {
  /** Version of Infusion: part of the address, so that the files can be kept for ever. */
  readonly version: string;
  /** The file of a name; undefined for all that a page has no need of. */
  find(version: string, name: string): Promise<UiOptionsFile> | undefined;
}

const PANELS = ['textSize', 'lineSpace', 'textFont', 'contrast', 'enhanceInputs'];
const LOCALES = ['', '_en', '_fr'];
const PREFERENCES = 'src/framework/preferences';

/** All that is served, as paths in the package. */
const PATHS: readonly string[] = [
  'dist/infusion-uio.js',
  ...['PrefsEditor', 'SeparatedPanelPrefsEditor', 'Enactors'].map((name) => `${PREFERENCES}/css/${name}.css`),
  'src/framework/core/css/fluid.css',
  `${PREFERENCES}/fonts/PrefsFramework-Icons.woff`,
  'src/lib/opensans/fonts/open-sans-latin-wght-normal.woff2',
  ...['400-normal', '400-italic', '700-normal', '700-italic'].flatMap((face) => [
    `src/lib/atkinson-hyperlegible/fonts/atkinson-hyperlegible-latin-${face}.woff2`,
    `src/lib/opendyslexic/fonts/opendyslexic-latin-${face}.woff2`,
  ]),
  `${PREFERENCES}/html/SeparatedPanelPrefsEditor.html`,
  ...PANELS.map((panel) => `${PREFERENCES}/html/PrefsEditorTemplate-${panel}.html`),
  ...['prefsEditor', ...PANELS].flatMap((name) =>
    LOCALES.map((locale) => `${PREFERENCES}/messages/${name}${locale}.json`),
  ),
];

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Opens UI Options where Infusion is installed. A file is read when it is first asked for. */
export function openUiOptions(infusionFolder: string): UiOptions {
  const { version } = JSON.parse(readFileSync(join(infusionFolder, 'package.json'), 'utf8')) as { version: string };
  const paths = new Map(PATHS.map((path) => [basename(path), path]));
  const files = new Map<string, Promise<UiOptionsFile>>();
  return {
    version,
    find: (asked, name) => {
      const path = paths.get(name);
      if (path === undefined || asked !== version) return undefined;
      let file = files.get(name);
      if (file === undefined) {
        file = readUiOptionsFile(join(infusionFolder, path));
        files.set(name, file);
        file.catch(() => files.delete(name));
      }
      return file;
    },
  };
}

async function readUiOptionsFile(path: string): Promise<UiOptionsFile> {
  const extension = extname(path);
  const bytes = await readFile(path);
  // All files stand side by side here.
  const plain =
    extension === '.css'
      ? Buffer.from(bytes.toString('utf8').replace(/url\("?[^")]*\/([^")/]+)"?\)/g, 'url("$1")'))
      : bytes;
  const gzipped = extension.startsWith('.woff') ? undefined : await promisify(gzip)(plain);
  return { mediaType: MEDIA_TYPES[extension] ?? 'application/octet-stream', gzipped, plain };
}
