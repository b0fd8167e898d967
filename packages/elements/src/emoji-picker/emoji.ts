import { data } from './data.js';
import { draws } from './support.js';

export interface Emoji {
  emoji: string;
  /** Whether it comes in skin tones. */
  tones: boolean;
  /** Its line in the words of each language. */
  line: number;
}

/** The groups, in their order; the words for them are in `labels.ts`. */
export const groupNames = [
  'smileys',
  'people',
  'nature',
  'food',
  'travel',
  'activities',
  'objects',
  'symbols',
  'flags',
] as const;
export type GroupName = (typeof groupNames)[number];

export interface Group {
  name: GroupName;
  emoji: readonly Emoji[];
}

let known: Group[] | undefined;

/** All emoji that this system can draw. */
export function allGroups(): readonly Group[] {
  if (known) return known;
  let line = 0;
  known = data.split('\n').map((codes, index) => ({
    name: groupNames[index]!,
    emoji: codes
      .split(' ')
      .map((code) => {
        const [, emoji, tones, version] = /^(.*?)(\+?)([a-z]?)$/u.exec(code)!;
        return { emoji: emoji!, tones: tones !== '', line: line++, version: version! };
      })
      .filter((one) => draws(one.emoji, one.version)),
  }));
  return known;
}
