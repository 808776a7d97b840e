/** The frame of every view: navigation, search, the view that the address names. */
import type { ComponentType } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Tip } from './figures/tip.tsx';
import { viewHref } from './names.ts';
import { goTo, parameters, route } from './route.ts';
import { Empty, Failed, Loading } from './states/states.tsx';
import { currentTheme, toggleTheme } from './theme.ts';
import { findView } from './views/views.ts';

const LINKS: [view: string, path: string, name: string][] = [
  ['', '/', 'Groups'],
  ['search', '/search', 'Search'],
  ['definitions', '/definitions', 'Definitions'],
];

export function Shell() {
  return (
    <>
      <a class="skip" href="#main">
        Skip to the view
      </a>
      <header class="top">
        <a class="brand" href={viewHref('/')}>
          Reseed
        </a>
        <nav aria-label="Views">
          {LINKS.map(([view, path, name]) => (
            <a key={view} href={viewHref(path)} aria-current={route.value.view === view ? 'page' : undefined}>
              {name}
            </a>
          ))}
          <a href="/graphql" target="_self">
            API
          </a>
        </nav>
        <SearchBox />
        <button type="button" class="theme" onClick={toggleTheme}>
          {currentTheme() === 'dark' ? 'Light' : 'Dark'}
        </button>
      </header>
      <main id="main" tabIndex={-1}>
        <View />
      </main>
      <Tip />
    </>
  );
}

/** Labels, names and portal ids: one box. Enter leads to the search view, which also goes straight to what is named exactly. */
function SearchBox() {
  const input = useRef<HTMLInputElement>(null);
  const asked = route.value.view === 'search' ? (parameters.value.get('q') ?? '') : '';
  const search = (event: Event) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? '';
    if (text === '') return;
    const query = new URLSearchParams({ q: text });
    goTo(`${viewHref('/search')}${viewHref('/search').includes('?') ? '&' : '?'}${query.toString()}`);
  };
  return (
    <form role="search" onSubmit={search}>
      <input
        ref={input}
        type="search"
        defaultValue={asked}
        key={asked}
        placeholder="label, name or portal id"
        aria-label="Search labels, names and portal ids"
      />
    </form>
  );
}

/** Where the code of a view does not come: the server has gone, or has another version of the page. */
function NotLoaded() {
  const hint = 'Start the server again (npm start), then reload the page.';
  return (
    <Failed
      failure={{ code: 'OFFLINE', message: 'Cannot load this view', hint }}
      retry={() => window.location.reload()}
    />
  );
}

/** The code of a view is loaded when it is first opened. */
function View() {
  const { view } = route.value;
  const [loaded, setLoaded] = useState<{ view: string; Component: ComponentType } | null>(null);
  useEffect(() => {
    let current = true;
    findView(view)?.().then(
      (Component) => current && setLoaded({ view, Component }),
      () => current && setLoaded({ view, Component: NotLoaded }),
    );
    return () => {
      current = false;
    };
  }, [view]);
  if (findView(view) === undefined) {
    return (
      <Empty title="There is no such view">
        <p>
          <a href={viewHref('/')}>All run groups</a>
        </p>
      </Empty>
    );
  }
  if (loaded === null || loaded.view !== view) return <Loading of="the view" />;
  return <loaded.Component />;
}
