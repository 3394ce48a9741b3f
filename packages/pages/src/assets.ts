import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file that pages load. */
export interface Asset {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

/** The files that pages load, read and hashed at start: their addresses change with their content. */
export interface Assets {
  /** Path, after `/assets/`, of a file by its name. */
  pathOf(name: string): string;
  /** The file at a path after `/assets/`; undefined where there is none. */
  find(path: string): Asset | undefined;
}

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
};
const OWN = fileURLToPath(new URL('../assets/', import.meta.url));
const FONTS = ['400-normal', '700-normal'].map((face) => `atkinson-hyperlegible-latin-${face}.woff2`);

/**
 * Reads the files.
 *
 * @param infusionFolder - Where Infusion is installed: it has the fonts.
 * @throws Error, from the file system, when one is missing.
 */
export function openAssets(infusionFolder: string): Assets {
  const paths = new Map<string, string>();
  const files = new Map<string, Asset>();
  const add = (name: string, bytes: Buffer): void => {
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
    const extension = extname(name);
    const path = `${name.slice(0, -extension.length)}-${hash}${extension}`;
    paths.set(name, path);
    files.set(path, {
      bytes,
      headers: {
        'Content-Type': MEDIA_TYPES[extension] ?? 'application/octet-stream',
        'Cache-Control': 'public, max-age=31536000, immutable',
        'X-Content-Type-Options': 'nosniff',
      },
    });
  };
  for (const font of FONTS) add(font, readFileSync(join(infusionFolder, 'src/lib/atkinson-hyperlegible/fonts', font)));
  const pathOf = (name: string): string => {
    const path = paths.get(name);
    if (path === undefined) throw new Error(`There is no asset ${name}`);
    return path;
  };
  // Relative addresses, so that a site under a path works too.
  const style = readFileSync(join(OWN, 'style.css'), 'utf8').replace(
    /url\((['"])([^'"]+)\1\)/g,
    (_whole, _quote, name: string) => `url("${pathOf(name)}")`,
  );
  add('style.css', Buffer.from(style));
  for (const script of ['site.js', 'uio.js']) add(script, readFileSync(join(OWN, script)));
  return {
    pathOf,
    find: (path) => files.get(path),
  };
}
