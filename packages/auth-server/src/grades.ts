import { defineGrade, type Component, type HotRoute } from '@gpii/service-kit';
import { createAuthRoutes, type AuthRooms } from './auth-routes.ts';

/** A component of grade `gpii.authServer`: routes that a server mounts. */
export interface AuthServerComponent extends Component {
  createRoutes(rooms: AuthRooms): readonly HotRoute[];
}

defineGrade('gpii.authServer', {
  methods: { createRoutes: (_that, rooms: AuthRooms) => createAuthRoutes(rooms) },
});
