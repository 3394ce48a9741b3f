import { createHash } from 'node:crypto';
import { encode, post, type Form } from './oauth-calls.ts';
import { send, type RawAnswer } from './raw-http.ts';
import { CLIENTS, PERSON, REDIRECT_URI } from './records.ts';

export const AUTHORIZE = '/oauth2/authorize';
export const VERIFIER = 'the-verifier-of-this-test-is-long-enough-0123456789';
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
export const S256 = { code_challenge: CHALLENGE, code_challenge_method: 'S256' } as const;

/** A proper authorization request of the reading site. */
export const ASK = {
  response_type: 'code',
  client_id: CLIENTS.web.id,
  redirect_uri: REDIRECT_URI,
  state: 'the-state',
} as const;

/** A person with a browser: keeps a cookie, fills forms in as they stand on the page. */
export interface Person {
  open(query: Form): Promise<RawAnswer>;
  /** The same, without the page. */
  head(query: Form): Promise<RawAnswer>;
  /** Sends the form of a page, with these fields besides the hidden ones. */
  submit(page: RawAnswer, fields: Record<string, string>): Promise<RawAnswer>;
  /** Signs in. @returns The page that comes next. */
  signIn(query: Form): Promise<RawAnswer>;
  /** Signs in when asked, allows all when asked. @returns The redirect to the client. */
  allow(query: Form): Promise<RawAnswer>;
  /** The code that the client gets. */
  getCode(query: Form): Promise<string>;
}

/** A person who has not signed in yet. @param headers - Of each request, such as what a proxy says. */
export function createPerson(
  port: number,
  { email, password, headers = [] }: { email: string; password: string; headers?: readonly string[] } = PERSON,
): Person {
  let cookie = '';
  const keepCookie = (answer: RawAnswer): RawAnswer => {
    cookie = answer.headers['set-cookie']?.split(';')[0] ?? cookie;
    return answer;
  };
  const cookies = (): string[] => (cookie === '' ? [...headers] : [...headers, `Cookie: ${cookie}`]);
  const get = async (path: string): Promise<RawAnswer> => keepCookie(await send(port, { path, headers: cookies() }));
  const person: Person = {
    head: (query) => send(port, { method: 'HEAD', path: `${AUTHORIZE}?${encode(query)}`, headers: cookies() }),
    open: (query) => get(`${AUTHORIZE}?${encode(query)}`),
    submit: async (page, fields) => {
      const action = unescapeHtml(/action="([^"]*)"/.exec(page.text)?.[1] ?? '');
      const formToken = /name="form_token" value="([^"]*)"/.exec(page.text)?.[1] ?? '';
      return keepCookie(await post(port, action, { form_token: formToken, ...fields }, cookies()));
    },
    signIn: async (query) => {
      const answer = await person.open(query);
      if (!answer.text.includes('name="password"')) return answer;
      const signedIn = await person.submit(answer, { email, password });
      return get(signedIn.headers.location ?? '');
    },
    allow: async (query) => {
      const answer = await person.signIn(query);
      return answer.status === 200 ? person.submit(answer, { decision: 'allow-all' }) : answer;
    },
    getCode: async (query) => returned(await person.allow(query)).get('code') ?? '',
  };
  return person;
}

/** What an answer returns to the client in its Location. */
export function returned(answer: RawAnswer): URLSearchParams {
  const { location } = answer.headers;
  return location === undefined ? new URLSearchParams() : new URL(location).searchParams;
}

function unescapeHtml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');
}
