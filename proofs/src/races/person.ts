import { createHash, randomBytes } from 'node:crypto';
import type { Answer, Call, HttpClient } from '@gpii/bench';
import { CLOUD_ROUTES } from '@gpii/protocol';
import { formCall } from '../stage/calls.ts';
import { OWNER } from '../stage/records.ts';

/** A code, and what its client needs to redeem it. */
export interface CodeGrant {
  readonly code: string;
  readonly codeVerifier: string;
}

/** Somebody with a browser who has signed in and allowed one web application to see the preferences. */
export interface Person {
  /** Goes to the page again, and is sent back with a new code. */
  getCode(): Promise<CodeGrant>;
}

/** Signs the owner in, in a browser's way: pages, forms and a cookie. */
export async function signIn(
  http: HttpClient,
  url: string,
  asked: { readonly clientId: string; readonly redirectUri: string },
): Promise<Person> {
  let cookie = '';
  const visit = async (call: Call): Promise<Answer> => {
    const answer = await http.send({
      ...call,
      headers: { ...call.headers, ...(cookie === '' ? {} : { Cookie: cookie }) },
    });
    cookie = answer.headers['set-cookie']?.[0]?.split(';')[0] ?? cookie;
    return answer;
  };
  const submit = (page: Answer, fields: Readonly<Record<string, string>>): Promise<Answer> => {
    const html = page.body.toString('utf8');
    const action = unescapeHtml(/action="([^"]*)"/.exec(html)?.[1] ?? '');
    const formToken = /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? '';
    return visit(formCall(url, action, { form_token: formToken, ...fields }));
  };
  const open = (codeVerifier: string): Promise<Answer> =>
    visit({ url, method: 'GET', path: toPath(asked, codeVerifier) });

  const first = randomBytes(32).toString('base64url');
  await submit(await open(first), OWNER);
  const consented = await submit(await open(first), { decision: 'allow-all' });
  readCode(consented);
  return {
    getCode: async () => {
      const codeVerifier = randomBytes(32).toString('base64url');
      return { code: readCode(await open(codeVerifier)), codeVerifier };
    },
  };
}

function toPath({ clientId, redirectUri }: { clientId: string; redirectUri: string }, codeVerifier: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'proof',
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${CLOUD_ROUTES.authorize}?${query.toString()}`;
}

function readCode({ status, headers }: Answer): string {
  const code = headers.location === undefined ? null : new URL(headers.location).searchParams.get('code');
  if (code === null) throw new Error(`The authorization page answers ${status}, and not with a code`);
  return code;
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
