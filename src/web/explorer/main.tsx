/** Starts the explorer. It talks only to the server that served it. */
import { render } from 'preact';
import { readDefinitions } from './figures/known-definitions.ts';
import { readNames } from './names.ts';
import { startRouting } from './route.ts';
import { Shell } from './shell.tsx';
import { startTheme } from './theme.ts';
import { startTip } from './figures/tip.tsx';

startTheme();
startRouting();
startTip();
// without names links carry ids, which lead to the same views; without definitions tooltips say what the answer says
Promise.all([readNames(), readDefinitions()]).catch(() => {});
render(<Shell />, document.getElementById('page') as HTMLElement);
