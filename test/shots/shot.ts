import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One way to look at everything: a theme, a language and a screen. */
export interface Look {
  theme: 'light' | 'dark';
  lang: string;
  screen: 'phone' | 'desktop';
  viewport: { width: number; height: number };
}

export interface Shot extends Look {
  /** What is in the picture: `gallery/thread-error`, `widget/home`. */
  name: string;
  /** Relative to the folder of all pictures. */
  file: string;
}

/** Where the pictures go; not in the repository. */
export const output = join(import.meta.dirname, 'output');

const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

export const looks: readonly Look[] = (['phone', 'desktop'] as const).flatMap((screen) =>
  ['en', 'zh-CN', 'ar'].flatMap((lang) =>
    (['light', 'dark'] as const).map((theme) => ({ theme, lang, screen, viewport: screens[screen] })),
  ),
);

/** Names the picture of `name` in a look, and makes its folder. */
export function shot(name: string, look: Look): Shot {
  const file = `${name}/${look.screen}-${look.lang}-${look.theme}.png`;
  mkdirSync(dirname(join(output, file)), { recursive: true });
  return { ...look, name, file };
}
