/** The views by the first part of their address. */
import type { ComponentType } from 'preact';

const views: Record<string, () => Promise<ComponentType>> = {
  '': async () => (await import('./home/home.tsx')).Home,
  group: async () => (await import('./group/group.tsx')).Group,
  definitions: async () => (await import('./definitions/definitions.tsx')).Definitions,
};

/** Loads a view; undefined if there is none of this name. */
export function findView(name: string): (() => Promise<ComponentType>) | undefined {
  return Object.hasOwn(views, name) ? views[name] : undefined;
}
