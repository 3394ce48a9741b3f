import { defineGrade, type Component, type Express, type HotRoute } from '@gpii/service-kit';
import { createAuthRoutes, type AuthRooms } from './auth-routes.ts';
import type { AuthorizeRooms } from './authorize/authorize-rooms.ts';
import { mountAuthorize } from './authorize/authorize-routes.ts';
import { createHandOverRoutes, type HandOverRooms } from './hand-over/hand-over-routes.ts';

/** A component of grade `gpii.authServer`: routes that a server mounts. */
export interface AuthServerComponent extends Component {
  createRoutes(rooms: AuthRooms): readonly HotRoute[];
  mountPages(app: Express, rooms: AuthorizeRooms): void;
}

defineGrade('gpii.authServer', {
  methods: {
    createRoutes: (_that, rooms: AuthRooms) => createAuthRoutes(rooms),
    mountPages: (_that, app: Express, rooms: AuthorizeRooms) => {
      mountAuthorize(app, rooms);
    },
  },
});

/** Hands client credentials over to computers: the routes under `/client-credentials`. */
defineGrade('gpii.credentialHandOver', {
  methods: { createRoutes: (_that, rooms: HandOverRooms) => createHandOverRoutes(rooms) },
});
