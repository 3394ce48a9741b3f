import { mountAssets } from '@gpii/pages';
import { defineGrade, infusionFolder, type Component, type Express } from '@gpii/service-kit';
import { mountSite } from './mount-site.ts';
import type { SiteRooms } from './site-rooms.ts';

/** A component of grade `gpii.accountSite`: pages that a server mounts. */
export interface AccountSiteComponent extends Component {
  mountPages(app: Express, rooms: SiteRooms): void;
}

defineGrade('gpii.accountSite', {
  methods: {
    mountPages: (_that, app: Express, rooms: SiteRooms) => {
      mountSite(app, rooms, mountAssets(app, infusionFolder));
    },
  },
});
