const edge = 8;

/** At a point, or beside a box: below where there is room, else above, always inside what is seen. */
export function placeMenu(
  menu: HTMLElement,
  box: DOMRect,
  point: { x: number; y: number } | undefined,
  alignEnd: boolean,
): void {
  const { offsetWidth: width, offsetHeight: height } = menu;
  const view = window.visualViewport;
  const top = (view?.offsetTop ?? 0) + edge;
  const bottom = (view?.offsetTop ?? 0) + (view?.height ?? innerHeight) - edge;
  const from = point ? { top: point.y, bottom: point.y } : { top: box.top - 4, bottom: box.bottom + 4 };
  const below = from.bottom + height <= bottom;
  const y = below ? from.bottom : from.top - height;
  const x = point ? point.x - (alignEnd ? width : 0) : alignEnd ? box.right - width : box.left;
  menu.style.setProperty('top', `${Math.max(top, Math.min(y, bottom - height))}px`);
  menu.style.setProperty('left', `${Math.max(edge, Math.min(x, innerWidth - edge - width))}px`);
}
