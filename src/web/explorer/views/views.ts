/** The views by the first part of their address. */
import type { ComponentType } from 'preact';

const views: Record<string, () => Promise<ComponentType>> = {
  '': async () => (await import('./home/home.tsx')).Home,
  group: async () => (await import('./group/group.tsx')).Group,
  pair: async () => (await import('./pair/pair.tsx')).Pair,
  latent: async () => (await import('./latent/latent.tsx')).Latent,
  search: async () => (await import('./search/search.tsx')).Search,
  definitions: async () => (await import('./definitions/definitions.tsx')).Definitions,
};

/** Loads a view; undefined if there is none of this name. */
export function findView(name: string): (() => Promise<ComponentType>) | undefined {
  return Object.hasOwn(views, name) ? views[name] : undefined;
}
