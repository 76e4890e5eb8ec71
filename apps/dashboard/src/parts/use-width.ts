import { useCallback, useState, type RefCallback } from 'react';

/** A4 without its margins, in CSS pixels. */
const PAPER = 718;

/** The width of an element, so that a drawing is drawn at the width it gets; on paper it is drawn again for that. */
export function useWidth<E extends HTMLElement>(initial = 0): readonly [RefCallback<E>, number] {
  const [width, setWidth] = useState(initial);
  const ref = useCallback((shown: E) => {
    const measure = () => setWidth(contentWidth(shown));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(shown);
    // A page is laid out for paper only after it was told of it: the width is the same share of the sheet.
    const before = () => setWidth((wide) => Math.min(wide, Math.round((PAPER * wide) / document.body.clientWidth)));
    addEventListener('beforeprint', before);
    addEventListener('afterprint', measure);
    return () => {
      observer.disconnect();
      removeEventListener('beforeprint', before);
      removeEventListener('afterprint', measure);
    };
  }, []);
  return [ref, width];
}

function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return Math.max(0, Math.floor(element.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)));
}
