/** What a view shows, as files: numbers as CSV, pictures as SVG or PNG. Made in the browser; nothing is sent anywhere. */

/** Numbers of a plot. */
export interface PlotTable {
  columns: string[];
  rows: (string | number | null)[][];
}

/** Pixels of a PNG for one of the page. */
const PNG_SCALE = 2;

/** Properties of styles that a picture takes with it, out of the page. */
const TAKEN = [
  'fill',
  'stroke',
  'stroke-dasharray',
  'stroke-width',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
];

/** Saves numbers as CSV (RFC 4180). */
export function downloadTable(name: string, { columns, rows }: PlotTable): void {
  const lines = [columns, ...rows].map((row) => row.map((cell) => quote(String(cell ?? ''))).join(','));
  save(`${name}.csv`, new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' }));
}

/** Saves the picture in `place`, as it looks now. */
export function downloadPicture(name: string, place: HTMLElement | null, format: 'svg' | 'png'): void {
  const drawn = place?.querySelector('svg');
  if (!drawn) return;
  const svg = new Blob([standAlone(drawn)], { type: 'image/svg+xml' });
  if (format === 'svg') return save(`${name}.svg`, svg);
  const image = new Image();
  const address = URL.createObjectURL(svg);
  image.addEventListener('load', () => {
    const canvas = document.createElement('canvas');
    const { width, height } = drawn.getBoundingClientRect();
    Object.assign(canvas, { width: width * PNG_SCALE, height: height * PNG_SCALE });
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((png) => png && save(`${name}.png`, png));
  });
  image.src = address;
}

/** The picture with its styles written into it, on the paper that it lies on. */
function standAlone(drawn: SVGSVGElement): string {
  const copy = drawn.cloneNode(true) as SVGSVGElement;
  const originals = [drawn, ...drawn.querySelectorAll('*')];
  for (const [i, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const style = window.getComputedStyle(originals[i]);
    for (const property of TAKEN) element.setAttribute(property, style.getPropertyValue(property));
  }
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  const colour = window.getComputedStyle(document.documentElement).getPropertyValue('--panel');
  for (const [key, value] of Object.entries({ width: '100%', height: '100%', fill: colour.trim() }))
    paper.setAttribute(key, value);
  copy.prepend(paper);
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return new XMLSerializer().serializeToString(copy);
}

function save(name: string, file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
