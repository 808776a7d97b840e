/** What a view shows while it has nothing to show: each says what to do next. */
import type { ComponentChildren } from 'preact';
import type { Failure } from '../graphql/client.ts';
import { viewHref } from '../names.ts';

/** While the first answer is awaited. */
export function Loading({ of }: { of: string }) {
  return (
    <p class="state" role="status">
      Reading {of}…
    </p>
  );
}

/** When an answer did not come: what happened, what to change, and the two ways on. */
export function Failed({ failure, retry }: { failure: Failure; retry?: () => void }) {
  return (
    <section class="state failed" role="alert">
      <h2>{failure.message}</h2>
      <p>{failure.hint}</p>
      <p class="actions">
        {retry && (
          <button type="button" onClick={retry}>
            Try again
          </button>
        )}
        <a href={viewHref('/')}>All run groups</a>
        <small>{failure.code}</small>
      </p>
    </section>
  );
}

/** Where something could be and is not. */
export function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="state empty">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
