/** What of the style of a mark a picture keeps: it is looked at where no style sheet is. */
const KEPT = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linecap', 'stroke-linejoin'],
  ...[
    'opacity',
    'visibility',
    'font-family',
    'font-size',
    'font-weight',
    'text-anchor',
    'paint-order',
    'vector-effect',
  ],
] as const;

/**
 * A drawing as one SVG that looks the same without our style: its parts at their places, words between them as text. A control over
 * it, which nobody sees, is left out.
 */
export function drawingSvg(drawing: HTMLElement, title: string): string {
  const place = drawing.getBoundingClientRect();
  const [width, height] = [Math.ceil(place.width), Math.ceil(place.height)];
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' })) {
    picture.setAttribute(name, String(value));
  }
  const name = document.createElementNS(picture.namespaceURI, 'title');
  name.textContent = title;
  picture.append(name, ground(drawing));
  for (const part of drawing.querySelectorAll('svg')) {
    if (part.parentElement?.closest('svg') !== null || !isShown(part)) continue;
    const copy = styled(part);
    const { x, y, width: wide, height: high } = part.getBoundingClientRect();
    for (const [key, value] of Object.entries({ x: x - place.x, y: y - place.y, width: wide, height: high })) {
      copy.setAttribute(key, String(Math.round(10 * value) / 10));
    }
    copy.setAttribute('overflow', 'visible');
    picture.append(copy);
  }
  for (const words of wordsOf(drawing)) picture.append(textOf(words, place));
  return new XMLSerializer().serializeToString(picture);
}

function ground(drawing: HTMLElement): SVGElement {
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  rect.setAttribute('width', '100%');
  rect.setAttribute('height', '100%');
  rect.setAttribute('fill', getComputedStyle(drawing.closest('.card') ?? drawing).backgroundColor);
  return rect;
}

/** A copy whose marks carry their own style. */
function styled(part: SVGElement): SVGElement {
  const copy = part.cloneNode(true) as SVGElement;
  const [originals, copies] = [part, copy].map((root) => [root, ...root.querySelectorAll<SVGElement>('*')]);
  originals!.forEach((original, i) => {
    const style = getComputedStyle(original);
    for (const name of KEPT) copies![i]!.setAttribute(name, style.getPropertyValue(name));
    copies![i]!.removeAttribute('class');
  });
  return copy;
}

function wordsOf(drawing: HTMLElement): HTMLElement[] {
  return [...drawing.querySelectorAll<HTMLElement>('span, b')].filter(
    (one) => one.children.length === 0 && one.textContent !== '' && isShown(one),
  );
}

function textOf(words: HTMLElement, place: DOMRect): SVGElement {
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  const [{ x, y, width, height }, style] = [words.getBoundingClientRect(), getComputedStyle(words)];
  const isRight = style.textAlign === 'right' || style.textAlign === 'end';
  text.setAttribute('x', String(Math.round(x - place.x + (isRight ? width : 0))));
  text.setAttribute('y', String(Math.round(y - place.y + height / 2 + parseFloat(style.fontSize) / 3)));
  text.setAttribute('text-anchor', isRight ? 'end' : 'start');
  text.setAttribute('fill', style.color);
  for (const name of ['font-family', 'font-size', 'font-weight']) text.setAttribute(name, style.getPropertyValue(name));
  text.textContent = words.textContent;
  return text;
}

function isShown(element: Element): boolean {
  const { width, height } = element.getBoundingClientRect();
  return width > 0 && height > 0;
}
