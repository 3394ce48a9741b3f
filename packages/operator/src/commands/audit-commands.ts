import type { AuditRecord } from '@gpii/credentials';
import { EXIT, StartError } from '@gpii/service-kit/cli';
import type { Command } from 'commander';
import { auditList } from '../operations/data-operations.ts';
import { addOperatorOptions, operate, print, type OperatorOptions } from './operator-command.ts';

/** Adds `audit`. */
export function addAuditCommand(program: Command): void {
  addOperatorOptions(
    program
      .command('audit')
      .option('--limit <NUMBER>', 'at most so many', '100')
      .description('Show what was done, the newest first.'),
  ).action(async (options: OperatorOptions & { limit: string }) => {
    const limit = Number(options.limit);
    if (!Number.isInteger(limit) || limit < 1) {
      throw new StartError('--limit is a whole number above 0.', { exitCode: EXIT.usage });
    }
    const records = await listNewest(options, limit);
    print(options, records, () =>
      records.map(({ at, actor, action, subject, address }) =>
        [at, actor, action, subject, ...(address === undefined ? [] : [address])].join('\t'),
      ),
    );
  });
}

function listNewest(options: OperatorOptions, limit: number): Promise<readonly AuditRecord[]> {
  return operate(options, async ({ run }) => {
    const all: AuditRecord[] = [];
    let after: string | undefined;
    do {
      const page = await run(auditList, { limit: Math.min(500, limit - all.length), after });
      all.push(...page.records);
      after = page.next;
    } while (after !== undefined && all.length < limit);
    return all;
  });
}
