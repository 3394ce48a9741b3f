import type { HotRoute } from '@gpii/service-kit';
import { createAuthorizationCodes } from './authorize/authorization-codes.ts';
import type { AuthorizeRooms } from './authorize/authorize-rooms.ts';
import { createIntrospectRoute, type IntrospectRooms } from './introspect/introspect-endpoint.ts';
import { createMetadataRoute } from './metadata/metadata-endpoint.ts';
import { createRevokeRoute, type RevokeRooms } from './revoke/revoke-endpoint.ts';
import { createTokenRoutes, type TokenEndpointRooms } from './token/token-endpoint.ts';

/** What the auth server works with. */
export interface AuthRooms
  extends Omit<TokenEndpointRooms, 'authorizationCodes'>, IntrospectRooms, RevokeRooms, AuthorizeRooms {}

/** All addresses of the auth server that machines ask, on one screen; the page for people is mounted in Express. */
export function createAuthRoutes(rooms: AuthRooms): readonly HotRoute[] {
  return [
    ...createTokenRoutes({ ...rooms, authorizationCodes: createAuthorizationCodes(rooms) }),
    createRevokeRoute(rooms),
    createIntrospectRoute(rooms),
    createMetadataRoute(rooms),
  ];
}
