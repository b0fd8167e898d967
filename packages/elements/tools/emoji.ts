/**
 * Writes src/emoji-picker/data.ts and src/emoji-picker/words/*.ts: the emoji in Unicode's order, and their names
 * and search words in each language of ours. The sources are large and change once a year, so they are no
 * dependency of the package. In this package:
 *
 *     npm install --prefix .cache/emoji emojibase-data@17.0.0 cldr-annotations-full@48.2.0 cldr-annotations-derived-full@48.2.0
 *     node --import ../../test/tools/ts.mjs tools/emoji.ts .cache/emoji/node_modules
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTone } from '../src/emoji-picker/tone.js';

interface Emoji {
  emoji: string;
  label: string;
  tags?: string[];
  group?: number;
  order: number;
  version: number;
  skins?: { tone: number | number[]; emoji: string }[];
}

const packages = process.argv[2];
if (!packages) throw new Error('Say where the packages are: node tools/emoji.ts FOLDER');
const read = (path: string) => JSON.parse(readFileSync(join(packages, path), 'utf8'));
const write = (path: string, text: string) =>
  writeFileSync(new URL(`../src/emoji-picker/${path}`, import.meta.url), text);
const load = (language: string): Emoji[] => read(`emojibase-data/${language}/data.json`);

/** The groups of the picker, in its order, by emojibase's numbers; 2 is parts that are no emoji by themselves. */
const groups = [0, 1, 3, 4, 5, 6, 7, 8, 9];
/** Systems of 2019 draw everything up to version 12; each later one has a letter. */
const versions = [12.1, 13, 13.1, 14, 15, 15.1, 16, 17];

const all = load('en')
  .filter((one) => one.group !== undefined && groups.includes(one.group))
  .sort((a, b) => groups.indexOf(a.group!) - groups.indexOf(b.group!) || a.order - b.order);

/** Only regular expressions with `v` know these; the compiler's target is older. */
const setsOfUnicode = 'v';
const rgi = new RegExp('^\\p{RGI_Emoji}$', setsOfUnicode);

/** As Unicode recommends it for interchange: without the mark for colour where an emoji has colour anyway. */
function short(one: Emoji): string {
  const without = one.emoji.replaceAll('\ufe0f', '');
  return rgi.test(without) ? without : one.emoji;
}

function hasTones(one: Emoji): boolean {
  const tones = one.skins?.filter((skin) => typeof skin.tone === 'number') ?? [];
  return (
    tones.length === 5 && tones.every((skin) => withTone(short(one), skin.tone as number) === skin.emoji)
  );
}

function code(one: Emoji): string {
  const version = versions.indexOf(one.version);
  if (version < 0 && one.version > 12) throw new Error(`${one.emoji} has the unknown version ${one.version}`);
  return short(one) + (hasTones(one) ? '+' : '') + (version < 0 ? '' : String.fromCharCode(97 + version));
}

const origin = `// Written by tools/emoji.ts. Data: emojibase-data (MIT License, Copyright (c) 2017-2019 Miles Johnson)
// and Unicode CLDR (Unicode License v3, Copyright (c) 1991-2025 Unicode, Inc.).
`;

write(
  'data.ts',
  `${origin}
/**
 * One line a group. A + stands behind an emoji that has skin tones, and then a letter for the version of Unicode's
 * emoji where that is above 12: ${versions.map((v, i) => `${String.fromCharCode(97 + i)} ${v}`).join(', ')}.
 */
export const data = \`${groups
    .map((group) =>
      all
        .filter((one) => one.group === group)
        .map(code)
        .join(' '),
    )
    .join('\n')}\`;
`,
);

const plain = (words: string) =>
  words
    .toLowerCase()
    .replace(/[|,\n`\\$]/g, ' ')
    .trim();

/** Words that a search for another of the same emoji finds too are left out. */
function needed(label: string, tags: readonly string[]): string[] {
  const spaced = !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(label);
  const found = (word: string, by: string) =>
    spaced
      ? by.split(/[\s’'-]+/u).some((part) => part.startsWith(word)) || by.startsWith(word)
      : by.includes(word);
  const kept: string[] = [];
  for (const tag of [...new Set(tags.map(plain))].sort((a, b) => b.length - a.length))
    if (tag && ![label, ...kept].some((other) => found(tag, other))) kept.push(tag);
  return kept.sort();
}

function words(language: string, find: (one: Emoji) => { label: string; tags: readonly string[] }): void {
  const lines = all.map((one) => {
    const { label, tags } = find(one);
    const name = label.replace(/[|\n`\\$]/g, ' ').trim();
    return [name, needed(plain(name), tags).join(',')].filter(Boolean).join('|');
  });
  write(
    `words/${language}.ts`,
    `${origin}
/** One line an emoji, in the order of data.ts: its name, then what else it is found by. */
export const words = \`${lines.join('\n')}\`;
`,
  );
}

const emojibase = {
  en: 'en',
  'zh-CN': 'zh',
  'zh-TW': 'zh-hant',
  ja: 'ja',
  ko: 'ko',
  es: 'es',
  fr: 'fr',
  de: 'de',
};
for (const [language, folder] of Object.entries({ ...emojibase, 'pt-BR': 'pt', ru: 'ru', hi: 'hi' })) {
  const known = new Map(load(folder).map((one) => [one.emoji, one]));
  words(language, (one) => {
    const there = known.get(one.emoji) ?? one;
    return { label: there.label, tags: there.tags ?? [] };
  });
}

type Annotations = Record<string, { default?: string[]; tts?: string[] }>;
const arabic: Annotations = {
  ...read('cldr-annotations-derived-full/annotationsDerived/ar/annotations.json').annotationsDerived
    .annotations,
  ...read('cldr-annotations-full/annotations/ar/annotations.json').annotations.annotations,
};
words('ar', (one) => {
  const there = arabic[one.emoji] ?? arabic[one.emoji.replaceAll('\ufe0f', '')];
  return { label: there?.tts?.[0] ?? one.label, tags: there?.default ?? [] };
});
