import type { DataSourceComponent } from '@gpii/data-source';
import { plainOptions } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { createAccessTokens } from './road/access-tokens.ts';
import type { Road } from './road/fetch-instructions.ts';

/** The data sources of the config. */
export interface RoadSources {
  readonly accessTokenSource: DataSourceComponent;
  readonly settingsSource: DataSourceComponent;
  /** Where changed preferences are saved. */
  readonly preferencesSource: DataSourceComponent;
  /** How the access requester stands; nobody keys in through it. */
  readonly requesterStatusSource: DataSourceComponent;
}

/**
 * Joins the data sources and an empty store of access tokens.
 *
 * @param device - The device report of this moment, as JSON text.
 * @throws StartError (exit 78) when the access requester is on TCP and no channel key file is named.
 */
export function openRoad(sources: RoadSources, device: () => string, monotonicMs: () => number): Road {
  checkRoad(sources);
  return {
    accessTokens: createAccessTokens(sources.accessTokenSource, monotonicMs),
    settingsSource: sources.settingsSource,
    device,
  };
}

/** @throws StartError (exit 78) when the access requester is on TCP and no channel key file is named. */
export function checkRoad({ accessTokenSource }: RoadSources): void {
  requireChannelKey(plainOptions(accessTokenSource));
}

/** Looked at here and not among the settings: a config may reach the access requester in a way that needs no key. */
function requireChannelKey({ gradeNames, socketPath, bearerTokenFile }: Record<string, unknown>): void {
  const isHttp = Array.isArray(gradeNames) && gradeNames.includes('gpii.dataSource.http');
  // A config takes an option back by giving it null.
  if (!isHttp || typeof (socketPath ?? bearerTokenFile) === 'string') return;
  throw new StartError('Cannot start gpii-flowmanager:', {
    problems: [
      '--channel-key-file is needed (or GPII_FLOWMANAGER_CHANNEL_KEY_FILE), unless --requester-socket names a socket',
    ],
  });
}
