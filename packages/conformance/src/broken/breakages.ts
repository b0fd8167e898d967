import type { Breakage } from './breakage.js';
import { connectionBreakages } from './connection.js';
import { cursorsBreakages } from './cursors.js';
import { fileBreakages } from './files.js';
import { logsBreakages } from './logs.js';
import { searchBreakages } from './search.js';
import { trustBreakages } from './trust.js';
import { writesBreakages } from './writes.js';

export const breakages: readonly Breakage[] = [
  ...connectionBreakages,
  ...writesBreakages,
  ...logsBreakages,
  ...cursorsBreakages,
  ...trustBreakages,
  ...fileBreakages,
  ...searchBreakages,
];
