import type { IncomingMessage, ServerResponse } from 'node:http';
import { openAssets, type Asset, type Assets } from './assets.ts';
import { sendStatic } from './send-page.tsx';
import { openUiOptions, type UiOptions } from './ui-options.ts';

/** The files that pages load. */
export interface PageFiles {
  readonly assets: Assets;
  readonly uiOptions: UiOptions;
}

type Handle<Params> = (
  request: IncomingMessage & { params: Params },
  response: ServerResponse,
  next: () => void,
) => void | Promise<void>;

/** As much of Express as files need. */
interface FileServer {
  get(path: '/assets/:file', handle: Handle<{ file: string }>): unknown;
  get(path: '/uio/:version/:file', handle: Handle<{ version: string; file: string }>): unknown;
}

/** Reads the files that pages load. */
export function openPageFiles(infusionFolder: string): PageFiles {
  return { assets: openAssets(infusionFolder), uiOptions: openUiOptions(infusionFolder) };
}

/**
 * For a server without Express: answers with the file at a path such as `/assets/…` or `/uio/…`.
 *
 * @returns Whether there is one.
 */
export async function sendPageFile(
  response: ServerResponse,
  path: string,
  { assets, uiOptions }: PageFiles,
): Promise<boolean> {
  const [, folder, name = '', file = ''] = path.split('/');
  if (folder === 'assets') {
    const asset = assets.find(name);
    if (asset !== undefined) sendAsset(response, asset);
    return asset !== undefined;
  }
  const found = folder === 'uio' ? uiOptions.find(name, file) : undefined;
  if (found !== undefined) sendStatic(response, await found);
  return found !== undefined;
}

function sendAsset(response: ServerResponse, { headers, bytes }: Asset): void {
  response.writeHead(200, { ...headers, 'Content-Length': bytes.length });
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

const mounted = new WeakMap<object, PageFiles>();

/**
 * The files that pages of a server load. The first component with pages reads and mounts them, so that each component
 * works without the others; those after it get the same.
 *
 * @param infusionFolder - Where Infusion is installed.
 */
export function mountAssets(app: FileServer, infusionFolder: string): PageFiles {
  const known = mounted.get(app);
  if (known !== undefined) return known;
  const files = openPageFiles(infusionFolder);
  mounted.set(app, files);
  app.get('/assets/:file', (request, response, next) => {
    const asset = files.assets.find(request.params.file);
    if (asset === undefined) {
      next();
      return;
    }
    sendAsset(response, asset);
  });
  app.get('/uio/:version/:file', async (request, response, next) => {
    const { version, file } = request.params;
    const found = files.uiOptions.find(version, file);
    if (found === undefined) next();
    else sendStatic(response, await found);
  });
  return files;
}
