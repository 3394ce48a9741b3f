import { z } from 'zod';

/**
 * The longest address of GET settings, in bytes, percent-encoding counted. A Windows computer that reports all 43 solutions of
 * GPII's registry needs 3 kB.
 */
export const SETTINGS_ADDRESS_LIMIT_BYTES = 65_536;

/** Per context: which solutions are used, with which settings. */
export const inferredConfigurationSchema = z.record(
  z.string(),
  z.looseObject({
    applications: z.record(
      z.string(),
      z.looseObject({ active: z.boolean(), settings: z.record(z.string(), z.unknown()) }),
    ),
  }),
);

/** The cloud's answer to GET settings (GPII-FORMATS §1): lifecycle instructions. */
export const settingsAnswerSchema = z.looseObject({
  gpiiKey: z.string(),
  preferences: z.looseObject({}),
  solutionsRegistryEntries: z.record(z.string(), z.unknown()),
  matchMakerOutput: z.looseObject({ inferredConfiguration: inferredConfigurationSchema }),
});

/** Parsed lifecycle instructions. */
export type SettingsAnswer = z.infer<typeof settingsAnswerSchema>;
