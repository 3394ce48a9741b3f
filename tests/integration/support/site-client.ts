import { request as httpRequest } from 'node:http';

/** What came back, read as somebody without scripts would. */
export interface SitePage {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** Path and query that it was asked at, after redirects. */
  readonly path: string;
  /** The words of the `h1`. */
  readonly heading: string;
  /** Values of the hidden and other inputs of the form that goes to an address; of the first form where none is named. */
  fieldsOf(action?: string): Readonly<Record<string, string>>;
}

/** A browser without scripts: keeps cookies, follows 303, sends forms with what they hold. */
export interface SiteClient {
  /** Cookies by name. */
  readonly cookies: Map<string, string>;
  get(path: string, headers?: Record<string, string>): Promise<SitePage>;
  /** Posts exactly this. */
  post(path: string, fields: Fields, headers?: Record<string, string>): Promise<SitePage>;
  /** Fills the form on a page that goes to `action`, and sends it; what is not given stays as the page has it. */
  send(page: SitePage, action: string, fields: Fields): Promise<SitePage>;
  /** Whether redirects are followed. Default true. */
  isFollowing: boolean;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Opens a browser without scripts on a site. */
export function openSite(url: string): SiteClient {
  const cookies = new Map<string, string>();

  function ask(
    method: string,
    path: string,
    body: string | undefined,
    headers: Record<string, string>,
  ): Promise<SitePage> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Promise((resolve, reject) => {
      const asked = httpRequest(
        new URL(path, url),
        {
          method,
          headers: {
            ...(cookie === '' ? {} : { Cookie: cookie }),
            ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded' }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            for (const line of response.headers['set-cookie'] ?? []) keepCookie(cookies, line);
            const { statusCode: status = 0, headers: got } = response;
            resolve(toPage({ status, headers: got, text: Buffer.concat(chunks).toString(), path }));
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  async function follow(page: SitePage): Promise<SitePage> {
    let at = page;
    for (let hops = 0; client.isFollowing && at.status === 303 && hops < 5; hops++) {
      const next = new URL(String(at.headers.location), new URL(at.path, url));
      if (next.origin !== new URL(url).origin) return at;
      at = await ask('GET', next.pathname + next.search, undefined, {});
    }
    return at;
  }

  const client: SiteClient = {
    cookies,
    isFollowing: true,
    get: async (path, headers = {}) => follow(await ask('GET', path, undefined, headers)),
    post: async (path, fields, headers = {}) => follow(await ask('POST', path, encode(fields), headers)),
    send: (page, action, fields) => client.post(action, { ...page.fieldsOf(action), ...fields }),
  };
  return client;
}

/** Signs somebody in. */
export async function signInTo(
  site: SiteClient,
  { email, password }: { email: string; password: string },
): Promise<SitePage> {
  return site.send(await site.get('/sign-in'), '/sign-in', { email, password });
}

function encode(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : value.map((each) => [name, each]),
  );
  return new URLSearchParams(pairs).toString();
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (/Max-Age=0\b/.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

function toPage(got: Pick<SitePage, 'status' | 'headers' | 'text' | 'path'>): SitePage {
  const { text } = got;
  return {
    ...got,
    heading: unescape(/<h1[^>]*>(.*?)<\/h1>/s.exec(text)?.[1] ?? ''),
    fieldsOf: (action) => {
      const forms = [...text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)];
      const form = forms.find(([, tag = '']) => action === undefined || attribute(tag, 'action') === action);
      if (form === undefined) throw new Error(`No form goes to ${action ?? 'anywhere'}: ${text.slice(0, 3000)}`);
      return readFields(form[2] ?? '');
    },
  };
}

function readFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  // A ">" may stand in a value.
  for (const [, tag = ''] of html.matchAll(/<input\b((?:[^>"]|"[^"]*")*)>/g)) {
    const isChoice = /type="(checkbox|radio)"/.test(tag);
    if (!isChoice || /\schecked\b/.test(tag)) fields[attribute(tag, 'name')] = attribute(tag, 'value');
  }
  for (const [, tag = '', content = ''] of html.matchAll(/<textarea\b([^>]*)>(.*?)<\/textarea>/gs)) {
    fields[attribute(tag, 'name')] = unescape(content);
  }
  for (const [, tag = '', content = ''] of html.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const options = [...content.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option);
    const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0];
    fields[attribute(tag, 'name')] = attribute(chosen ?? '', 'value');
  }
  delete fields[''];
  return fields;
}

function attribute(tag: string, name: string): string {
  return unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function unescape(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
