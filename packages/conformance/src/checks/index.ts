import type { Check } from '../check.js';
import { bodyChecks } from './bodies.js';
import { boundChecks } from './bounds.js';
import { cursorChecks } from './cursors.js';
import { fileChecks } from './files.js';
import { frameChecks } from './frames.js';
import { helloChecks } from './hello.js';
import { historyChecks } from './history.js';
import { logChecks } from './logs.js';
import { pointerChecks } from './pointers.js';
import { searchChecks } from './search.js';
import { signalChecks } from './signals.js';
import { supportChecks } from './support.js';
import { tokenChecks } from './tokens.js';
import { writeChecks } from './writes.js';

/** In the order of PROTOCOL.md, about. Each stands alone. */
export const allChecks: readonly Check[] = [
  ...helloChecks,
  ...frameChecks,
  ...writeChecks,
  ...supportChecks,
  ...logChecks,
  ...cursorChecks,
  ...historyChecks,
  ...pointerChecks,
  ...signalChecks,
  ...tokenChecks,
  ...boundChecks,
  ...bodyChecks,
  ...fileChecks,
  ...searchChecks,
];
