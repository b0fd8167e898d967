import type { Context } from './context.js';

/** What a check needs beyond two users; where it is not to be had, the check is skipped and says so. */
export type Need =
  | 'agents'
  | 'visitors'
  | 'files'
  | 'origins'
  | 'drain'
  | 'long'
  | 'windows'
  | 'scanner'
  | 'file-limits';

export interface Check {
  /** Begins with the ids of the rules it checks: `[W3] a repeat gets the first ack`. */
  title: string;
  needs: Need[];
  run(context: Context): Promise<void>;
}

/** Thrown by a check that finds that it cannot tell; the message says why. */
export class Skip extends Error {
  readonly code = 'skip';
}

export function check(title: string, run: Check['run'], ...needs: Need[]): Check {
  return { title, run, needs };
}

/** The ids of the rules in a title. */
export function rulesOf(title: string): string[] {
  return [...title.matchAll(/\[([A-Z]\d+)\]/g)].map((match) => match[1]!);
}
