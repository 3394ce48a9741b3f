import { defineGrade, type Component, type HotRoute } from '@gpii/service-kit';
import { createHandOverRoutes, type HandOverRooms } from './hand-over/hand-over-routes.ts';
import { createTokenRoutes, type TokenEndpointRooms } from './token/token-endpoint.ts';

/** A component of grade `gpii.authServer`: routes that a server mounts. */
export interface AuthServerComponent extends Component {
  createRoutes(rooms: TokenEndpointRooms): readonly HotRoute[];
}

defineGrade('gpii.authServer', {
  methods: { createRoutes: (_that, rooms: TokenEndpointRooms) => createTokenRoutes(rooms) },
});

/** Hands client credentials over to computers: the routes under `/client-credentials`. */
defineGrade('gpii.credentialHandOver', {
  methods: { createRoutes: (_that, rooms: HandOverRooms) => createHandOverRoutes(rooms) },
});
