import type { SiteRooms } from '@gpii/account-site';
import '@gpii/account-site';
import { componentsOf, startDataServer, type DataServerSettings, type OperatorRooms } from '@gpii/operator';
import {
  defineGrade,
  renderLocalError,
  type Component,
  type Express,
  type HotRoute,
  type ServerComponent,
  type ServiceContext,
} from '@gpii/service-kit';
import type { Metrics } from '@gpii/service-kit/metrics';
import { createAccessTokens, type AccessTokens } from './access-tokens.ts';
import { createAuthRoutes, type AuthRooms } from './auth-routes.ts';
import type { AuthorizeRooms } from './authorize/authorize-rooms.ts';
import { mountAuthorize } from './authorize/authorize-routes.ts';
import { createHandOverRoutes, type HandOverRooms } from './hand-over/hand-over-routes.ts';
import { linkKey } from './authorize/link-key.ts';
import { createLimits, type Limits, type LimitSettings } from './limits/limits.ts';
import { signIn } from './sign-in.ts';

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

/** The data, the access tokens over it, and what the website asks of the auth server. */
type OpenedRooms = OperatorRooms &
  Pick<SiteRooms, 'signIn' | 'linkKey'> & {
    readonly accessTokens: AccessTokens;
    readonly limits: Limits;
    readonly maySignInWithinApps: boolean;
  };

/** The data and the access tokens over it. */
export function openAuthRooms(
  data: OperatorRooms,
  { settings, metrics }: { settings: DataServerSettings; metrics: Metrics },
): OpenedRooms {
  const accessTokens = createAccessTokens(data.store, data.revocations, {
    lifetimeSeconds: settings.accessTokenLifetimeSeconds,
    now: Date.now,
  });
  metrics.cache('access_tokens', accessTokens.lookups);
  const limits = createLimits({ settings: limitsOf(settings), audit: data.audit });
  const rooms = { ...data, accessTokens, limits, maySignInWithinApps: settings.signInWithinApps };
  return {
    ...rooms,
    signIn: (given, from) => signIn(rooms, given, from),
    linkKey: (given, by, from) => linkKey(rooms, given, { by, from }),
  };
}

function limitsOf(settings: DataServerSettings): LimitSettings {
  return {
    failuresPerMinute: settings.limitFailuresPerMinute,
    failuresPerAddressPerMinute: settings.limitFailuresPerAddressPerMinute,
    signInFailuresPerHour: settings.limitSignInFailuresPerHour,
    unknownGpiiTokensPerHour: settings.limitUnknownGpiiTokensPerHour,
  };
}

/** The root of a tree that has listeners and data of its own. */
interface StandaloneAuthServer extends Component {
  readonly publicServer: ServerComponent;
  readonly operatorServer: ServerComponent;
}

/** The auth server by itself: its config names the components that have routes. */
defineGrade<StandaloneAuthServer>('gpii.standaloneAuthServer', {
  components: { publicServer: { type: 'gpii.server' }, operatorServer: { type: 'gpii.server' } },
  methods: {
    start: (that, context: ServiceContext<DataServerSettings>) =>
      startDataServer(context, {
        publicServer: that.publicServer,
        operatorServer: that.operatorServer,
        components: componentsOf(that),
        // Without registries nobody knows what people call a program.
        openRooms: (data, metrics) => ({
          ...openAuthRooms(data, { settings: context.settings, metrics }),
          nameApplication: () => undefined,
        }),
        renderError: renderLocalError,
      }),
  },
});
