/** Dark or light: as the system has it, unless a person has chosen; the choice stays in this browser. */
import { effect, signal } from '@preact/signals';

export type Theme = 'light' | 'dark';

const KEPT = 'reseed-theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const chosen = signal(readChoice());
const preferred = signal<Theme>(system.matches ? 'dark' : 'light');
system.addEventListener('change', () => {
  preferred.value = system.matches ? 'dark' : 'light';
});

/** The theme that is shown. */
export function currentTheme(): Theme {
  return chosen.value ?? preferred.value;
}

/** Changes to the other theme, and keeps it. */
export function toggleTheme(): void {
  chosen.value = currentTheme() === 'dark' ? 'light' : 'dark';
  window.localStorage.setItem(KEPT, chosen.value);
}

/** Writes the theme where the styles read it. Call it once. */
export function startTheme(): void {
  effect(() => {
    document.documentElement.dataset.theme = currentTheme();
  });
}

function readChoice(): Theme | null {
  const kept = window.localStorage.getItem(KEPT);
  return kept === 'light' || kept === 'dark' ? kept : null;
}
