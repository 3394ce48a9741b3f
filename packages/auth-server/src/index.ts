export { createAccessTokens, type AccessTokenRecord, type AccessTokens } from './access-tokens.ts';
export type { AuthRooms } from './auth-routes.ts';
export { openAuthRooms, type AuthServerComponent } from './grades.ts';
export type { TokenEndpointRooms } from './token/token-endpoint.ts';
