// `pnpm shots`: pictures of every element and state, light and dark, in English, Chinese and Arabic,
// on a phone and on a desk, and a page that shows them: test/shots/output/index.html. For eyes; it compares nothing.
// Words narrow it: `pnpm shots gallery phone ar dark`.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launch } from '../e2e/stage.js';
import { buildIfStale } from '../tools/fresh.js';
import { galleryShots } from './gallery.js';
import { writeIndex } from './index-page.js';
import { type Look, looks, output, type Shot } from './shot.js';
import { widgetShots } from './widget.js';

const parts: Record<string, (browser: Browser, looks: readonly Look[]) => Promise<Shot[]>> = {
  gallery: galleryShots,
  widget: widgetShots,
};

const words = process.argv.slice(2);
for (const word of words) {
  if (word in parts || looks.some((look) => has(look, word))) continue;
  console.error(
    `There is no "${word}": say ${Object.keys(parts).join(' or ')}, phone or desktop, light or dark, a language.`,
  );
  process.exit(1);
}
// Of each kind of word, any that was said; all where none was.
const kinds = ['theme', 'lang', 'screen'] as const;
const wanted = looks.filter((look) =>
  kinds.every((kind) => {
    const said = words.filter((word) => looks.some((one) => one[kind] === word));
    return said.length === 0 || said.includes(look[kind]);
  }),
);
const named = words.filter((word) => word in parts);
if (!(await buildIfStale(join(import.meta.dirname, '../..')))) process.exit(1);
rmSync(output, { recursive: true, force: true });
const browser = (await launch()) as Browser;
try {
  const shots: Shot[] = [];
  for (const name of named.length > 0 ? named : Object.keys(parts))
    shots.push(...(await parts[name]!(browser, wanted)));
  console.log(`${shots.length} pictures: ${writeIndex(shots)}`);
} finally {
  await browser.close();
}

function has({ theme, lang, screen }: Look, word: string): boolean {
  return [theme, lang, screen].includes(word);
}
