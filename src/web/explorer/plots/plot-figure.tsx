/**
 * A plot by Observable Plot, as wide as its place, with its numbers as a table for those who do not see it, and both to take away. Plot's own style
 * element is left out: the policy of the page forbids it, and styles/plots.css says the same.
 */
import * as Plot from '@observablehq/plot';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { downloadPicture, downloadTable, type PlotTable } from './download.ts';

export interface PlotFigureProps {
  title: ComponentChildren;
  /** Names the files that are taken away. */
  name: string;
  /** What is seen, in a sentence. */
  label: string;
  /** Plot's options for a width. */
  draw: (width: number) => Plot.PlotOptions;
  /** What the picture depends on: it is drawn again when one changes. */
  by: readonly unknown[];
  table: PlotTable;
  /** Called with the datum under the pointer when it is clicked; keyboards have the table. */
  onPick?: (datum: unknown) => void;
  children?: ComponentChildren;
}

/** Narrowest width that is drawn: below it the figure scrolls. */
const LEAST_WIDTH = 200;

export function PlotFigure({ title, name, label, draw, by, table, onPick, children }: PlotFigureProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = place.current as HTMLDivElement;
    const observer = new ResizeObserver(() => setWidth(Math.max(LEAST_WIDTH, Math.round(box.clientWidth))));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width === 0) return;
    const drawn = Plot.plot({ ...draw(width), width, className: 'plot' }) as SVGSVGElement & { value?: unknown };
    drawn.querySelector('style')?.remove();
    // a picture has one name: its own
    for (const part of drawn.querySelectorAll('[aria-label]')) part.removeAttribute('aria-label');
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    if (onPick) drawn.addEventListener('click', () => drawn.value != null && onPick(drawn.value));
    place.current?.replaceChildren(drawn);
  }, [width, label, ...by]);
  return (
    <figure class="card plot-card">
      <figcaption>
        <h2>{title}</h2>
      </figcaption>
      <div class="plot-place" ref={place} />
      {children}
      <details>
        <summary>Numbers and downloads</summary>
        <div class="scroll" tabIndex={0} role="group" aria-label={`Numbers of ${name}`}>
          <table>
            <thead>
              <tr>
                {table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row) => (
                <tr key={row.join()}>
                  {row.map((cell, i) => (
                    <td key={table.columns[i]}>{cell ?? '–'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p class="actions">
          <button type="button" onClick={() => downloadTable(name, table)}>
            CSV
          </button>
          <button type="button" onClick={() => downloadPicture(name, place.current, 'svg')}>
            SVG
          </button>
          <button type="button" onClick={() => downloadPicture(name, place.current, 'png')}>
            PNG
          </button>
        </p>
      </details>
    </figure>
  );
}
