import type { DataSource, DataSourceComponent } from '@gpii/data-source';
import { plainOptions } from '@gpii/service-kit';
import { StartError } from '@gpii/service-kit/cli';
import { DEFAULT_REQUESTER_URL } from './config.ts';
import { createAccessTokens } from './road/access-tokens.ts';
import type { Road } from './road/fetch-instructions.ts';
import { noClientCredential } from './road/requester-refusal.ts';

/** The data sources of the config. */
export interface RoadSources {
  readonly accessTokenSource: DataSourceComponent;
  readonly settingsSource: DataSourceComponent;
  /** Where changed preferences are saved. */
  readonly preferencesSource: DataSourceComponent;
  /** How the access requester stands; nobody keys in through it. */
  readonly requesterStatusSource: DataSourceComponent;
}

/** What a road is made of. */
export interface RoadParts {
  readonly sources: RoadSources;
  /** Folder of local preferences, if there is one. */
  readonly directory: string | undefined;
  /** The device report of this moment, as JSON text. */
  readonly device: () => string;
  readonly monotonicMs: () => number;
}

/** What stands in for an access requester where none is configured: its answer is that of one without a credential. */
const noRequester: DataSource = {
  get: () => Promise.reject(noClientCredential()),
  set: () => Promise.reject(noClientCredential()),
};

/**
 * Joins the data sources and an empty store of access tokens.
 *
 * @throws StartError (exit 78) as `checkRoad`.
 */
export function openRoad({ sources, directory, device, monotonicMs }: RoadParts): Road {
  checkRoad(sources, directory);
  const accessTokenSource = isRequesterNamed(sources) ? sources.accessTokenSource : noRequester;
  return {
    accessTokens: createAccessTokens(accessTokenSource, monotonicMs),
    settingsSource: sources.settingsSource,
    device,
  };
}

/**
 * A computer that has local preferences needs no access requester; one that is named on TCP needs a channel key.
 *
 * @param directory - Folder of local preferences, if there is one.
 * @throws StartError (exit 78) when the access requester is on TCP and no channel key file is named.
 */
export function checkRoad(sources: RoadSources, directory: string | undefined): void {
  if (hasKeyOrNeedsNone(sources) || (directory !== undefined && !isRequesterNamed(sources))) return;
  throw new StartError('Cannot start gpii-flowmanager:', {
    problems: [
      '--channel-key-file is needed (or GPII_FLOWMANAGER_CHANNEL_KEY_FILE), unless --requester-socket names a socket, or --local-preferences is used without an access requester',
    ],
  });
}

/** Whether anything says where the access requester is, or by what key to ask it; else nobody is asked. */
export function isRequesterNamed(sources: RoadSources): boolean {
  return hasKeyOrNeedsNone(sources) || plainOptions(sources.accessTokenSource).url !== DEFAULT_REQUESTER_URL;
}

/** Looked at here and not among the settings: a config may reach the access requester in a way that needs no key. */
function hasKeyOrNeedsNone({ accessTokenSource }: RoadSources): boolean {
  const { gradeNames, socketPath, bearerTokenFile } = plainOptions(accessTokenSource);
  const isHttp = Array.isArray(gradeNames) && gradeNames.includes('gpii.dataSource.http');
  // A config takes an option back by giving it null.
  return !isHttp || typeof (socketPath ?? bearerTokenFile) === 'string';
}
