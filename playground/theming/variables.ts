import calm from '@tokenim/elements/themes/calm.css?raw';
import contrast from '@tokenim/elements/themes/contrast.css?raw';
import desk from '@tokenim/elements/themes/desk.css?raw';
import midnight from '@tokenim/elements/themes/midnight.css?raw';
import school from '@tokenim/elements/themes/school.css?raw';
import shop from '@tokenim/elements/themes/shop.css?raw';

/** Values by variable, `--tim-accent` and so on. */
export type Values = Map<string, string>;

/** The variables that a theme's file sets. */
function parse(css: string): Values {
  return new Map([...css.matchAll(/^ {2}(--[a-z-]+): ([^;]+);/gm)].map((found) => [found[1]!, found[2]!]));
}

export const presets: [name: string, values: Values][] = [
  ['Calm', parse(calm)],
  ['Shop', parse(shop)],
  ['School', parse(school)],
  ['Midnight', parse(midnight)],
  ['Desk', parse(desk)],
  ['Contrast', parse(contrast)],
];

/** `inner` is what the theme makes of it, to show the value where none is set. */
export const colors: [name: string, label: string, inner: string][] = [
  ['--tim-accent', 'Accent', '--_brand'],
  ['--tim-background', 'Background', '--_bg'],
  ['--tim-surface', 'Surface', '--_surface'],
  ['--tim-bubble', 'Bubble', '--_bubble'],
  ['--tim-border', 'Border', '--_border'],
  ['--tim-text', 'Text', '--_text'],
  ['--tim-muted', 'Muted text', '--_muted'],
  ['--tim-danger', 'Danger', '--_danger'],
  ['--tim-warning', 'Warning', '--_warning'],
  ['--tim-success', 'Success', '--_success'],
];

export interface Range {
  name: string;
  label: string;
  unit: string;
  initial: number;
  min: number;
  max: number;
  step?: number;
}

export const shape: Range[] = [
  { name: '--tim-hue', label: 'Hue of the greys', unit: '', initial: 262, min: 0, max: 360 },
  { name: '--tim-size', label: 'Type size', unit: 'px', initial: 15, min: 12, max: 20 },
  { name: '--tim-density', label: 'Room', unit: '', initial: 1, min: 0, max: 1.5, step: 0.1 },
  { name: '--tim-radius', label: 'Controls', unit: 'px', initial: 6, min: 0, max: 20 },
  { name: '--tim-radius-card', label: 'Cards and rows', unit: 'px', initial: 10, min: 0, max: 24 },
  { name: '--tim-radius-bubble', label: 'Bubbles', unit: 'px', initial: 16, min: 0, max: 24 },
  { name: '--tim-radius-avatar', label: 'Avatars', unit: '%', initial: 50, min: 0, max: 50 },
];

export const place: Range[] = [
  { name: '--tim-panel-width', label: 'Panel width', unit: 'px', initial: 400, min: 320, max: 480 },
  { name: '--tim-panel-height', label: 'Panel height', unit: 'px', initial: 640, min: 400, max: 720 },
  { name: '--tim-offset-x', label: 'From the side', unit: 'px', initial: 16, min: 0, max: 64 },
  { name: '--tim-offset-y', label: 'From the bottom', unit: 'px', initial: 16, min: 0, max: 64 },
];

export const fonts: [value: string, label: string][] = [
  ['', 'System'],
  ['page()', 'The page’s'],
  ['ui-serif, Georgia, "Noto Serif", serif', 'Serif'],
  ['ui-rounded, "Hiragino Maru Gothic ProN", "Arial Rounded MT Bold", system-ui, sans-serif', 'Rounded'],
  ['ui-monospace, Menlo, Consolas, monospace', 'Monospace'],
];

/** The two sides of `light-dark(a, b)`; one value is both. */
export function sides(value: string): [light: string, dark: string] {
  const inner = /^light-dark\((.*)\)$/s.exec(value.trim())?.[1];
  if (inner === undefined) return [value, value];
  let depth = 0;
  for (let at = 0; at < inner.length; at++) {
    if (inner[at] === '(') depth++;
    else if (inner[at] === ')') depth--;
    else if (inner[at] === ',' && depth === 0) return [inner.slice(0, at).trim(), inner.slice(at + 1).trim()];
  }
  return [value, value];
}
