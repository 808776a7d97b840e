/** The address of the page as state: view and parameters are read from it, and every change of them is written to it. */
import { computed, signal } from '@preact/signals';

/** Where the page is: path and query string of the address. */
const place = signal(readPlace());

/** The view that the address names, and what it is about. */
export interface Route {
  view: string;
  /** The rest of the path, decoded: the id or name of what is shown. */
  id: string;
}

export const route = computed((): Route => {
  const [, view = '', ...rest] = place.value.pathname.split('/');
  return { view, id: rest.map((part) => decode(part)).join('/') };
});

/** Parameters of the address. */
export const parameters = computed(() => new URLSearchParams(place.value.search));

/** Goes to an address of this page; `replace` leaves no step to go back to. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) window.history.replaceState(null, '', href);
  else {
    window.history.pushState(null, '', href);
    window.scrollTo(0, 0);
  }
  place.value = readPlace();
}

/** Sets parameters of the address, and removes those that are null; it leaves no step to go back to. */
export function setParameters(changes: Record<string, string | null>): void {
  const next = new URLSearchParams(place.value.search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) next.delete(name);
    else next.set(name, value);
  }
  goTo(addressOf(place.value.pathname, next), { replace: true });
}

/** An address with parameters that stays readable: slashes and colons of names are left as they are. */
export function addressOf(path: string, query: URLSearchParams): string {
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%3A', ':');
  return text === '' ? path : `${path}?${text}`;
}

/** A path whose last parts are an id or a name. */
export function pathOf(view: string, id: string): string {
  return `/${view}/${id.split('/').map(encodeURIComponent).join('/')}`;
}

/** Follows links inside the page, steps back and forth. Call it once. */
export function startRouting(): void {
  window.addEventListener('popstate', () => {
    place.value = readPlace();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = (event.target as Element).closest('a');
    if (link === null || !isOwn(link)) return;
    event.preventDefault();
    const href = link instanceof SVGAElement ? link.href.baseVal : link.href;
    goTo(href);
  });
}

/** Whether a link leads to a view: not to a file, another page, or another window. */
function isOwn(link: HTMLAnchorElement | SVGAElement): boolean {
  if (link.hasAttribute('download') || link.getAttribute('target')) return false;
  const address = new URL(link instanceof SVGAElement ? link.href.baseVal : link.href, window.location.href);
  if (address.origin !== window.location.origin || (address.hash !== '' && isHere(address))) return false;
  return !/^\/(graphql|export|assets)\b/.test(address.pathname);
}

function isHere(address: URL): boolean {
  return address.pathname === window.location.pathname && address.search === window.location.search;
}

function readPlace(): { pathname: string; search: string } {
  const { pathname, search } = window.location;
  return { pathname, search };
}

/** A part of a path that is no valid encoding stands for itself. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
