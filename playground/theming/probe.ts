import { theme } from '@tokenim/elements/theme';

const host = document.createElement('div');
const probe = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('span'));
host.shadowRoot!.adoptedStyleSheets = [theme.styleSheet!];
host.hidden = true;
document.documentElement.append(host);
const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;

function rgb(inner: string, scheme: string): [number, number, number] {
  host.style.setProperty('color-scheme', scheme);
  // Through srgb, since a canvas does not read every notation.
  probe.style.setProperty('color', `color(from var(${inner}) srgb r g b)`);
  canvas.fillStyle = getComputedStyle(probe).color;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}

/** What the theme makes of the page's variables, as `#rrggbb`. */
export function hex(inner: string, scheme: 'light' | 'dark'): string {
  return `#${rgb(inner, scheme)
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')}`;
}

/** WCAG contrast of two of the theme's colours. */
export function contrast(front: string, back: string, scheme: 'light' | 'dark'): number {
  const [high, low] = [front, back]
    .map((inner) => {
      const [r, g, b] = rgb(inner, scheme).map((value) => {
        const part = value / 255;
        return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    })
    .sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
