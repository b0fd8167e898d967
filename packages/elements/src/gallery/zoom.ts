/** How much a photo is enlarged and where it was moved to, from the middle of its place. */
export interface Zoom {
  scale: number;
  x: number;
  y: number;
}

export const whole: Zoom = { scale: 1, x: 0, y: 0 };
/** What a double press and the button go to, and the most. */
export const step = 2;
export const most = 8;

/** Enlarged by `factor`, so that what is under (x, y), from the middle of the place, stays there. */
export function zoomed(now: Zoom, factor: number, x: number, y: number, box: DOMRect): Zoom {
  const scale = Math.min(most, Math.max(1, now.scale * factor));
  const by = scale / now.scale;
  return within({ scale, x: x - (x - now.x) * by, y: y - (y - now.y) * by }, box);
}

export const moved = (now: Zoom, x: number, y: number, box: DOMRect): Zoom =>
  within({ ...now, x: now.x + x, y: now.y + y }, box);

/** No further than its edges. */
function within({ scale, x, y }: Zoom, { width, height }: DOMRect): Zoom {
  if (scale <= 1) return whole;
  const bound = (at: number, size: number) => {
    const room = (size * (scale - 1)) / 2;
    return Math.min(room, Math.max(-room, at));
  };
  return { scale, x: bound(x, width), y: bound(y, height) };
}
