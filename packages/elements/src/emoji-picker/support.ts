/** One emoji of each version above 12, by its letter in `data.ts`; and a flag, which Windows does not draw. */
const samples: Record<string, string> = {
  a: '🧑‍🦰',
  b: '🥲',
  c: '😶‍🌫️',
  d: '🫠',
  e: '🩷',
  f: '🐦‍🔥',
  g: '🫩',
  h: '🫪',
  flag: '🇫🇷',
};
const size = 24;

let drawn: Map<string, boolean> | undefined;

/**
 * Whether the system draws an emoji. A few are tried on a canvas: what is not known comes without colour, or as
 * several signs beside each other. Where nothing has colour, or nothing may be read back, all but the newest are
 * shown: there is no better guess.
 */
export function draws(emoji: string, version: string): boolean {
  drawn ??= tryAll();
  if (/^\p{RI}/u.test(emoji) && !drawn.get('flag')) return false;
  return version === '' || drawn.get(version) === true;
}

function tryAll(): Map<string, boolean> {
  const entries = Object.entries(samples);
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const check = context && coloured(context);
  if (!check?.('😀')) return new Map(entries.map(([key]) => [key, key !== 'g' && key !== 'h']));
  return new Map(entries.map(([key, emoji]) => [key, check(emoji)]));
}

function coloured(context: CanvasRenderingContext2D): (emoji: string) => boolean {
  context.canvas.width = context.canvas.height = size;
  context.font = `${size / 2}px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif`;
  context.textBaseline = 'top';
  const one = context.measureText('😀').width;
  return (emoji) => {
    context.clearRect(0, 0, size, size);
    context.fillText(emoji, 0, 0);
    const { data } = context.getImageData(0, 0, size, size);
    const hasColour = data.some((value, at) => at % 4 < 3 && value > 40 && data[at - (at % 4) + 3]! > 0);
    return hasColour && context.measureText(emoji).width < one * 1.5;
  };
}
