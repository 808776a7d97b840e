/**
 * One tooltip for the whole page: what a number means, what chance gives, how sure it is. It opens by pointer and by keyboard focus, stays while the
 * pointer is on it, and closes with Escape.
 */
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { knownDefinitions } from './known-definitions.ts';

/** What a tooltip says. */
export interface TipText {
  /** Which definition, by its name for programs. */
  of: string;
  /** What exactly is counted here, before the definition. */
  about?: string;
  /** The definition as the answer gave it, with its numbers; else that of the catalogue. */
  statement?: string;
  /** What chance gives, as the answer has it. */
  chance?: string | null;
  /** Its interval or spread. */
  interval?: string | null;
}

const open = signal<{ text: TipText; anchor: DOMRect } | null>(null);
let closing = 0;

/** How long the pointer may be between number and tooltip. */
const GRACE_MS = 120;

export function openTip(text: TipText, anchor: Element): void {
  clearTimeout(closing);
  open.value = { text, anchor: anchor.getBoundingClientRect() };
}

export function closeTip(): void {
  clearTimeout(closing);
  closing = window.setTimeout(() => {
    open.value = null;
  }, GRACE_MS);
}

/** The tooltip. Draw it once. */
export function Tip() {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (open.value === null || box.current === null) return;
    const { anchor } = open.value;
    const { offsetWidth: width, offsetHeight: height } = box.current;
    const left = Math.max(8, Math.min(anchor.left, window.innerWidth - width - 8));
    const below = anchor.bottom + 6;
    const top = below + height > window.innerHeight - 8 ? Math.max(8, anchor.top - height - 6) : below;
    Object.assign(box.current.style, { left: `${left}px`, top: `${top}px` });
  }, [open.value]);
  if (open.value === null) return null;
  const { of, about, statement, chance, interval } = open.value.text;
  const known = knownDefinitions.value.get(of);
  return (
    <div
      class="tip"
      id="tip"
      role="tooltip"
      ref={box}
      onPointerEnter={() => clearTimeout(closing)}
      onPointerLeave={closeTip}
    >
      <strong>{known?.title ?? of}</strong>
      {about && <p>{about}</p>}
      <p>{statement ?? known?.statement}</p>
      <dl>
        <dt>By chance</dt>
        <dd>{chance ?? known?.byChance ?? 'not known'}</dd>
        <dt>Interval</dt>
        <dd>{interval ?? 'none is computed for this number'}</dd>
        <dt>It does not say</dt>
        <dd>{known?.silentOn ?? 'not known'}</dd>
      </dl>
    </div>
  );
}

/** Closes the tooltip with Escape, and when the page moves under it. Call it once. */
export function startTip(): void {
  const close = () => {
    open.value = null;
  };
  document.addEventListener('keydown', (event) => event.key === 'Escape' && close());
  window.addEventListener('scroll', close, { passive: true });
  window.addEventListener('popstate', close);
}
