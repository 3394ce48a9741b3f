import type { IncomingMessage, ServerResponse } from 'node:http';
import { openAssets, type Assets } from './assets.ts';

/** As much of Express as files need. */
interface AssetServer {
  get(
    path: '/assets/:file',
    handle: (
      request: IncomingMessage & { params: { file: string } },
      response: ServerResponse,
      next: () => void,
    ) => void,
  ): unknown;
}

const mounted = new WeakMap<object, Assets>();

/**
 * The files that pages of a server load. The first component with pages reads and mounts them, so that each component
 * works without the others; those after it get the same.
 *
 * @param infusionFolder - Where Infusion is installed.
 */
export function mountAssets(app: AssetServer, infusionFolder: string): Assets {
  const known = mounted.get(app);
  if (known !== undefined) return known;
  const assets = openAssets(infusionFolder);
  mounted.set(app, assets);
  app.get('/assets/:file', (request, response, next) => {
    const asset = assets.find(request.params.file);
    if (asset === undefined) {
      next();
      return;
    }
    response.writeHead(200, { ...asset.headers, 'Content-Length': asset.bytes.length });
    response.end(request.method === 'HEAD' ? undefined : asset.bytes);
  });
  return assets;
}
