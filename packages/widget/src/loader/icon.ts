const svgNamespace = 'http://www.w3.org/2000/svg';

/** An icon of Lucide's; `d` is its only path. Made without parsing markup, so that Trusted Types do not object. */
export function icon(d: string): SVGSVGElement {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.append(document.createElementNS(svgNamespace, 'path'));
  svg.firstElementChild!.setAttribute('d', d);
  return svg;
}
