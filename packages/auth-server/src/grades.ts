import { join } from 'node:path';
import { openMailer, type SiteRooms } from '@gpii/account-site';
import {
  componentsOf,
  readSmtpPassword,
  startDataServer,
  type DataServerSettings,
  type OperatorRooms,
} from '@gpii/operator';
import {
  defineGrade,
  renderLocalError,
  type Component,
  type Express,
  type HotRoute,
  type Logger,
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
  Pick<SiteRooms, 'signIn' | 'linkKey' | 'mailer' | 'countMail'> & {
    readonly accessTokens: AccessTokens;
    readonly limits: Limits;
    readonly maySignInWithinApps: boolean;
  };

/**
 * The data and the access tokens over it.
 *
 * @throws StartError when the password for the mail server cannot be read.
 */
export async function openAuthRooms(
  data: OperatorRooms,
  { settings, metrics, logger }: { settings: DataServerSettings; metrics: Metrics; logger: Logger },
): Promise<OpenedRooms> {
  const { smtpUrl, smtpPasswordFile, mailFrom, mailFolder, dataDir } = settings;
  const smtpPassword = smtpPasswordFile === undefined ? undefined : await readSmtpPassword(smtpPasswordFile);
  const mailer = openMailer({
    smtpUrl,
    smtpPassword,
    from: () => mailFrom ?? `no-reply@${new URL(data.publicUrl()).hostname}`,
    folder: mailFolder ?? join(dataDir, 'outbox'),
    logger,
  });
  const accessTokens = createAccessTokens(data.store, data.revocations, {
    lifetimeSeconds: settings.accessTokenLifetimeSeconds,
    now: Date.now,
  });
  metrics.cache('access_tokens', accessTokens.lookups);
  const limits = createLimits({ settings: limitsOf(settings), audit: data.audit });
  const rooms = { ...data, accessTokens, limits, mailer, maySignInWithinApps: settings.signInWithinApps };
  return {
    ...rooms,
    signIn: (given, from) => signIn(rooms, given, from),
    linkKey: (given, by, from) => linkKey(rooms, given, { by, from }),
    countMail: (to, from) => limits.countMail(to, from),
  };
}

function limitsOf(settings: DataServerSettings): LimitSettings {
  return {
    failuresPerMinute: settings.limitFailuresPerMinute,
    failuresPerAddressPerMinute: settings.limitFailuresPerAddressPerMinute,
    signInFailuresPerHour: settings.limitSignInFailuresPerHour,
    unknownGpiiTokensPerHour: settings.limitUnknownGpiiTokensPerHour,
    mailsPerHour: settings.limitMailsPerHour,
    mailsPerAddressPerHour: settings.limitMailsPerAddressPerHour,
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
        openRooms: async (data, metrics) => ({
          ...(await openAuthRooms(data, { ...context, metrics })),
          nameApplication: () => undefined,
        }),
        renderError: renderLocalError,
      }),
  },
});
