export { createAccessTokens, type AccessTokenRecord, type AccessTokens } from './access-tokens.ts';
export type { AuthRooms } from './auth-routes.ts';
export type { AuthServerComponent } from './grades.ts';
export { createLimits, type Limits, type LimitSettings } from './limits/limits.ts';
export type { TokenEndpointRooms } from './token/token-endpoint.ts';
import './grades.ts';
