import { openAuthRooms, type AccessTokens } from '@gpii/auth-server';
import type { ClientVerifier } from '@gpii/credentials';
import '@gpii/data-source';
import type { DataSourceComponent } from '@gpii/data-source';
import { componentsOf, startDataServer, type OperatorRooms } from '@gpii/operator';
import { SETTINGS_ADDRESS_LIMIT_BYTES } from '@gpii/protocol';
import {
  defineGrade,
  type Component,
  type Logger,
  type RunningService,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import type { SettingsOf } from '@gpii/service-kit/cli';
import type { Metrics } from '@gpii/service-kit/metrics';
import type { cloudSettings } from './cloud-settings.ts';
import { createInProcessCheck, type AccessTokenCheck } from './settings/access-token-check.ts';
import { createIntrospectingCheck } from './settings/introspect-access-token.ts';
import { openOwnCredential } from './settings/own-credential.ts';
import { renderSettingsError } from './settings/settings-error.ts';
import { openSolutions } from './solutions/open-solutions.ts';
import { createSettingsRoutes, type SettingsRooms } from './settings/settings-routes.ts';

/** Settings of the cloud, settled. */
type CloudSettings = SettingsOf<(typeof cloudSettings)['fields']>;

/** What a check of access tokens is opened with. */
interface CheckRooms {
  readonly accessTokens: AccessTokens;
  readonly verifier: ClientVerifier;
  readonly settings: CloudSettings;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The root of the cloud's component tree. Each subcomponent with `createRoutes` is mounted on the public server. */
interface CloudComponent extends Component {
  readonly publicServer: ServerComponent;
  readonly operatorServer: ServerComponent;
  readonly accessTokenCheck: Component & { open(rooms: CheckRooms): AccessTokenCheck };
}

defineGrade<CloudComponent>('gpii.cloud', {
  components: {
    publicServer: { type: 'gpii.server', options: { addressLimitBytes: SETTINGS_ADDRESS_LIMIT_BYTES } },
    operatorServer: { type: 'gpii.server' },
  },
  methods: { start: (that, context: ServiceContext<CloudSettings>) => startCloud(that, context) },
});

/** Registries first: what is wrong with them is known before the data is opened. */
async function startCloud(that: CloudComponent, context: ServiceContext<CloudSettings>): Promise<RunningService> {
  const { settings, logger } = context;
  const files = { directory: settings.solutions, commonTermsFile: settings.commonTerms };
  const solutions = await openSolutions(files, logger);
  return startDataServer(context, {
    publicServer: that.publicServer,
    operatorServer: that.operatorServer,
    components: componentsOf(that),
    openRooms: async (data: OperatorRooms, metrics) => {
      const rooms = await openAuthRooms(data, { settings, metrics, logger });
      const accessTokenCheck = that.accessTokenCheck.open({ ...rooms, settings, logger, metrics });
      const nameApplication = (id: string): string | undefined => solutions.current().registry.nameOf(id);
      return { ...rooms, solutions, accessTokenCheck, nameApplication };
    },
    reloadRegistries: async () => (await solutions.reload()).counts,
    checkReady: async ({ accessTokenCheck }) => accessTokenCheck.checkReady?.(),
    renderError: renderSettingsError,
  });
}

defineGrade('gpii.settingsEndpoints', {
  methods: { createRoutes: (_that, rooms: SettingsRooms) => createSettingsRoutes(rooms) },
});

/** The auth server of this very process knows the access tokens. */
defineGrade('gpii.accessTokenCheck.inProcess', {
  methods: { open: (_that, rooms: CheckRooms) => createInProcessCheck(rooms) },
});

/** An auth server elsewhere does: its config names the component `introspectionSource`. */
defineGrade<Component & { readonly introspectionSource: DataSourceComponent }>('gpii.accessTokenCheck.introspecting', {
  methods: {
    open: ({ introspectionSource }, { settings, logger, metrics }: CheckRooms): AccessTokenCheck => {
      const lookups = { hits: 0, misses: 0 };
      metrics.cache('introspections', lookups);
      const credential = openOwnCredential(settings.clientCredentialFile ?? '', logger);
      return createIntrospectingCheck({ source: introspectionSource, credential, logger, lookups });
    },
  },
});
