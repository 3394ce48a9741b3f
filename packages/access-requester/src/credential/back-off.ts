import type { Refusal } from '@gpii/service-kit';

/** How long a refused credential is not shown to the cloud again. */
const BACK_OFF_MS = 30_000;

/** A credential that the cloud refused. */
export interface RefusedCredential {
  /** As the cloud gave it. */
  readonly refusal: Refusal;
  /** While this is above 0, the cloud is not asked. */
  readonly secondsLeft: number;
}

/** Remembers which credential the cloud refused, so that it is not asked again and again. */
export interface BackOff {
  /** The cloud refused this version of the credential. */
  refuse(version: number, refusal: Refusal): RefusedCredential;
  /** The cloud took it. */
  accept(version: number): void;
  /** The last word about this version, when it was a refusal. */
  find(version: number): RefusedCredential | undefined;
}

/** @param monotonicMs - Reckons the time. */
export function createBackOff(monotonicMs: () => number): BackOff {
  let last: { version: number; refusal: Refusal; untilMs: number } | undefined;
  return {
    refuse: (version, refusal) => {
      const isOld = last !== undefined && last.version > version;
      if (!isOld) last = { version, refusal, untilMs: monotonicMs() + BACK_OFF_MS };
      return { refusal, secondsLeft: BACK_OFF_MS / 1000 };
    },
    accept: (version) => {
      if (last?.version === version) last = undefined;
    },
    find: (version) => {
      if (last?.version !== version) return undefined;
      const leftMs = last.untilMs - monotonicMs();
      return { refusal: last.refusal, secondsLeft: Math.max(0, Math.ceil(leftMs / 1000)) };
    },
  };
}
