import { useRef } from 'react';

import { useToast } from '../frame/toasts.js';
import { drawingSvg } from './drawing-svg.js';

/** Pixels of a picture to one of the page. */
const SCALE = 2;

/** Saves a chart as it is shown: as SVG, as PNG, and the values that it draws as CSV. */
export function ChartExport({ title }: { readonly title: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const toast = useToast();
  const save = async (make: (card: Element) => Promise<Blob | undefined>, ending: string) => {
    const card = menu.current!.closest('.chart')!;
    menu.current!.open = false;
    menu.current!.querySelector('summary')!.focus();
    const blob = await make(card).catch(() => undefined);
    const name = `${fileName(title)}.${ending}`;
    if (blob === undefined) toast({ text: `Not saved: show ${title} as a chart first` });
    else {
      saveAs(blob, name);
      toast({ text: `Saved ${name}` });
    }
  };
  return (
    <details className="menu no-print" ref={menu}>
      <summary className="btn quiet sm" data-key="e" aria-label={`Export ${title}`}>
        Export
      </summary>
      <div>
        <button type="button" onClick={() => void save(svgOf(title), 'svg')}>
          SVG
        </button>
        <button type="button" onClick={() => void save(pngOf(title), 'png')}>
          PNG
        </button>
        <button type="button" onClick={() => void save(csvOf, 'csv')}>
          CSV
        </button>
      </div>
    </details>
  );
}

/** The drawing of a card; undefined while its table is shown. */
function drawingOf(card: Element): HTMLElement | undefined {
  const drawing = card.querySelector<HTMLElement>('.drawing');
  return drawing !== null && drawing.getBoundingClientRect().width > 0 ? drawing : undefined;
}

function svgOf(title: string) {
  return (card: Element) => {
    const drawing = drawingOf(card);
    return Promise.resolve(drawing && new Blob([drawingSvg(drawing, title)], { type: 'image/svg+xml' }));
  };
}

function pngOf(title: string) {
  return async (card: Element) => {
    const drawing = drawingOf(card);
    if (drawing === undefined) return undefined;
    const { width, height } = drawing.getBoundingClientRect();
    const picture = new Image();
    picture.src = `data:image/svg+xml,${encodeURIComponent(drawingSvg(drawing, title))}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [Math.ceil(width * SCALE), Math.ceil(height * SCALE)];
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise<Blob | undefined>((done) => canvas.toBlob((blob) => done(blob ?? undefined), 'image/png'));
  };
}

/** The values as the table shows them, with plain minus signs. */
function csvOf(card: Element): Promise<Blob> {
  const rows = [...card.querySelectorAll('.values tr')].map((row) =>
    [...row.querySelectorAll('th, td')].map((cell) => cellText(cell.textContent)).join(','),
  );
  return Promise.resolve(new Blob([`${rows.join('\r\n')}\r\n`], { type: 'text/csv' }));
}

function cellText(text: string): string {
  const plain = text.replaceAll('−', '-').replaceAll('\u00a0', ' ').replace(/^–$/, '');
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function saveAs(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function fileName(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
