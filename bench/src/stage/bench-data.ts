import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';

/** The registry and the Linux device that settings are computed with. */
export interface RegistryChoice {
  /** Where they are from, for the report. */
  readonly source: 'shared/gpii-data' | 'this project';
  readonly solutionsDir: string;
  readonly deviceFile: string;
}

/** The real registries where they stand beside the clone, else this project's own small ones. */
export function chooseRegistry(root: string): RegistryChoice {
  const real = join(root, '..', 'shared', 'gpii-data');
  const solutionsDir = join(real, 'solutions');
  const deviceFile = join(real, 'devices', 'linux_gnome.json');
  if (existsSync(solutionsDir) && existsSync(deviceFile)) {
    return { source: 'shared/gpii-data', solutionsDir, deviceFile };
  }
  return ownRegistry(root);
}

/** This project's own registries and device. */
export function ownRegistry(root: string): RegistryChoice {
  return {
    source: 'this project',
    solutionsDir: join(root, 'packages', 'gpii-files', 'solutions'),
    deviceFile: join(root, 'trial', 'data', 'device.json'),
  };
}

/** A device report as it travels: compact JSON. */
export function readDeviceText({ deviceFile }: RegistryChoice): string {
  return JSON.stringify(JSON.parse(readFileSync(deviceFile, 'utf8')));
}

/** A Windows computer that has every solution which the registry knows, as its report travels. */
export function makeFullWindowsDevice({ solutionsDir }: RegistryChoice): string {
  // JSON5 is a part of JavaScript.
  const text = readFileSync(join(solutionsDir, 'win32.json5'), 'utf8');
  const registry = runInNewContext(`(${text}\n)`) as object;
  return JSON.stringify({ OS: { id: 'win32' }, solutions: Object.keys(registry).map((id) => ({ id })) });
}

/** Who asks the cloud, and for whom. Made anew for each run. */
export interface BenchPeople {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly channelKey: string;
  /** For requests. */
  readonly gpiiTokens: readonly string[];
  /** For key-ins. Far more than the 100 whose access tokens a flow manager holds: taken in turn, none is held any more. */
  readonly keyInTokens: readonly string[];
}

const GPII_TOKENS = 100;
const KEY_IN_TOKENS = 400;

/** One client credential, 100 GPII tokens, and 400 for key-ins. */
export function makePeople(): BenchPeople {
  return {
    clientId: `${Date.now()}-bench`,
    clientSecret: randomBytes(32).toString('base64url'),
    channelKey: randomBytes(32).toString('base64url'),
    gpiiTokens: Array.from({ length: GPII_TOKENS }, makeGpiiToken),
    keyInTokens: Array.from({ length: KEY_IN_TOKENS }, makeGpiiToken),
  };
}

/** A GPII token that nobody has yet. */
export function makeGpiiToken(): string {
  return `bench-${randomBytes(16).toString('hex')}`;
}

const COMMON = 'http://registry.gpii.net/common/';

/** What everybody prefers here: eleven common terms, one of them in a second context only. */
const PREFERENCES = {
  flat: {
    name: 'Bench',
    contexts: {
      'gpii-default': {
        name: 'Everywhere',
        preferences: {
          [`${COMMON}fontSize`]: 18,
          [`${COMMON}cursorSize`]: 0.5,
          [`${COMMON}highContrastEnabled`]: true,
          [`${COMMON}highContrastTheme`]: 'yellow-black',
          [`${COMMON}magnifierEnabled`]: true,
          [`${COMMON}magnification`]: 2,
          [`${COMMON}screenReaderTTSEnabled`]: true,
          [`${COMMON}speechRate`]: 220,
          [`${COMMON}stickyKeys`]: true,
          [`${COMMON}volume`]: 0.6,
        },
      },
      'bright-light': { name: 'Bright light', preferences: { [`${COMMON}screenBrightness`]: 0.9 } },
    },
  },
};

/** The records of a cloud in which these people exist, as JSON lines. */
export function toRecordLines({ clientId, clientSecret, gpiiTokens, keyInTokens }: BenchPeople): string {
  const owner = 'bench@example.org';
  const secretSha256 = createHash('sha256').update(clientSecret).digest('hex');
  const records = [
    { kind: 'account', email: owner, name: 'Bench', password: randomBytes(18).toString('base64url') },
    {
      kind: 'clientCredential',
      clientId,
      type: 'installed',
      name: 'Bench',
      owner,
      secrets: [{ secretSha256, label: 'bench' }],
    },
    ...[...gpiiTokens, ...keyInTokens].map((token) => ({ kind: 'gpiiToken', token, owner, preferences: PREFERENCES })),
  ];
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}
