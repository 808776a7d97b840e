/** Where a checkpoint lies, as a request says it -> the folder: below an import root, or of the hub. */
import type { SourceFolder } from '../../../loaders/files/byte-source.ts';
import { openSourceFolder } from '../../../loaders/files/source-folder.ts';
import type { HubFolder } from '../../../loaders/hub/hub-folder.ts';
import { isHubPath } from '../../../loaders/hub/hub-place.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import { ReseedError } from '../../errors.ts';

/** A folder, and the same as one of the hub if it is. */
export interface OpenPlace {
  readonly folder: SourceFolder;
  readonly hubFolder: HubFolder | null;
}

/** Throws `HUB_OFF`, `HUB_*`, `PATH_OUTSIDE_ROOTS`, `SOURCE_NOT_FOUND`. */
export async function openPlace(
  path: string,
  from: { importRoots: readonly string[]; hub?: HubSettings | null; signal?: AbortSignal },
): Promise<OpenPlace> {
  if (!isHubPath(path)) {
    const folder = await openSourceFolder({ path, roots: from.importRoots });
    return { folder, hubFolder: null };
  }
  const { openHubFolder } = await import('../../../loaders/hub/open-hub.ts');
  const folder = await openHubFolder(path, { settings: getHub(from.hub), signal: from.signal });
  return { folder, hubFolder: folder };
}

/** The settings of the hub. Throws `HUB_OFF`. */
export function getHub(hub: HubSettings | null | undefined): HubSettings {
  if (hub) return hub;
  throw new ReseedError(
    'HUB_OFF',
    'Cannot read from the hub: that is switched off here; expected a path below an import root',
    {
      hint: 'Import it by the command line (reseed import hf:...), or have the operator set RESEED_HUB=api.',
    },
  );
}
