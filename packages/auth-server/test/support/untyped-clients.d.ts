/** What the tests use of clients that bring no types. */
declare module 'simple-oauth2' {
  interface Config {
    readonly client: { readonly id: string; readonly secret: string };
    readonly auth: Readonly<Record<string, string>>;
  }
  interface AccessToken {
    readonly token: { readonly access_token: string; readonly [member: string]: unknown };
    expired(): boolean;
    revoke(tokenType: 'access_token'): Promise<unknown>;
  }
  type Parameters = Readonly<Record<string, string>>;
  class Grant {
    constructor(config: Config);
    getToken(parameters: Parameters): Promise<AccessToken>;
  }
  export class AuthorizationCode extends Grant {
    authorizeURL(parameters: Parameters): string;
  }
  export class ResourceOwnerPassword extends Grant {}
}

declare module 'passport-oauth2' {
  type Done = (error: unknown, user?: object) => void;
  export class Strategy {
    readonly name: string;
    constructor(
      options: Readonly<Record<string, string | boolean>>,
      verify: (accessToken: string, refreshToken: string | undefined, profile: object, done: Done) => void,
    );
  }
}
