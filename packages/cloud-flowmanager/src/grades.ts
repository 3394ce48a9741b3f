import '@gpii/auth-server';
import {
  defineGrade,
  type Component,
  type HotRoute,
  type RunningService,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import { createSettingsRoutes, type SettingsRooms } from './settings/settings-routes.ts';
import { startCloud, type CloudRooms, type CloudSettings, type RouteComponent } from './start-cloud.ts';

/** The root of the cloud's component tree. Each subcomponent with `createRoutes` is mounted on the public server. */
interface CloudComponent extends Component {
  readonly publicServer: ServerComponent;
  readonly operatorServer: ServerComponent;
}

defineGrade<CloudComponent>('gpii.cloud', {
  components: {
    publicServer: { type: 'gpii.server' },
    operatorServer: { type: 'gpii.server' },
  },
  methods: {
    start: (that, context: ServiceContext<CloudSettings>): Promise<RunningService> =>
      startCloud(context, {
        publicServer: that.publicServer,
        operatorServer: that.operatorServer,
        createRoutes: (rooms) => collectRoutes(that, rooms),
        mountPages: (app, rooms) => {
          for (const component of partsOf(that)) component.mountPages?.(app, rooms);
        },
      }),
  },
});

defineGrade('gpii.settingsEndpoints', {
  methods: { createRoutes: (_that, rooms: SettingsRooms) => createSettingsRoutes(rooms) },
});

function collectRoutes(that: CloudComponent, rooms: CloudRooms): readonly HotRoute[] {
  return partsOf(that).flatMap((component) => component.createRoutes?.(rooms) ?? []);
}

function partsOf(that: CloudComponent): readonly Partial<RouteComponent>[] {
  return Object.keys(that.options.components as object).map((name) => that[name] as Partial<RouteComponent>);
}
