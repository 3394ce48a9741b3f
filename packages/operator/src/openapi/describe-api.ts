import type { MountedRoute } from '@gpii/service-kit';

export function describeApi(mounted: readonly MountedRoute[]): object {
  return { mounted };
}
