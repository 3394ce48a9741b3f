import type { Program } from './programs.ts';
import type { CloudImports } from './provision.ts';
import { runCommand } from './run-command.ts';

/** The imports of `gpii-cloud`, into the cloud that runs on a data folder. Records go through its stdin. */
export function importsInto(dataDir: string, program: Program, signal: AbortSignal): CloudImports {
  return {
    records: async (lines) => {
      const args = ['import', 'records', '-', '--data-dir', dataDir];
      await runCommand({ program, args, input: lines, purpose: 'make account and client credential', signal });
    },
    preferences: async (folder) => {
      const args = ['import', 'preferences', folder, '--data-dir', dataDir];
      await runCommand({ program, args, purpose: 'import the demo people', signal });
    },
  };
}
