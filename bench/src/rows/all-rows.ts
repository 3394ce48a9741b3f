import { applyRow } from './apply.ts';
import { checkRow } from './check.ts';
import { idleRow } from './idle.ts';
import { introspectRow } from './introspect.ts';
import { keyInRow } from './key-in.ts';
import { manySafesRow } from './many-safes.ts';
import type { Row } from './row.ts';
import { settingsRow, settingsWindowsRow } from './settings.ts';
import { startRow } from './start.ts';
import { tokenRow } from './token.ts';

/** All rows, in the order in which they are prepared: what measures on a quiet machine comes first. */
export const ALL_ROWS: readonly Row[] = [
  startRow,
  applyRow,
  idleRow,
  checkRow,
  tokenRow,
  introspectRow,
  settingsRow,
  settingsWindowsRow,
  manySafesRow,
  keyInRow,
];
