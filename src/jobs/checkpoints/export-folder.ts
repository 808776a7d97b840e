/** Where an export goes: names below the export root, which an operator configures. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { placeCheckpoint, type WrittenFormat } from '../../../loaders/checkpoints/checkpoint-writer.ts';
import type { Identity } from '../../../loaders/checkpoints/checkpoint.ts';
import { ReseedError } from '../../errors.ts';

/** Names that mean the same on every system and hide nothing. */
const NAME = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,199}$/;
const MAX_DEPTH = 16;

/**
 * The folder, names joined by `/`: `asked`, if every name in it is plain, else `<format>/<run>/<hookpoint>/seedN`. Throws `BAD_INPUT`, and
 * `EXPORT_OFF` without a root.
 */
export function decideExportFolder(of: {
  root: string | null;
  asked: string | null;
  format: WrittenFormat;
  identity: Identity;
}): string {
  if (of.asked !== null) return checkExportFolder({ root: of.root, asked: of.asked });
  getExportRoot(of.root);
  return [of.format, ...placeCheckpoint(of.identity).components].join('/');
}

/** `asked`, if every name in it is plain. Throws `BAD_INPUT`, and `EXPORT_OFF` without a root. */
export function checkExportFolder({ root, asked }: { root: string | null; asked: string }): string {
  getExportRoot(root);
  const names = asked.split('/');
  if (names.length <= MAX_DEPTH && names.every((name) => NAME.test(name))) return asked;
  throw new ReseedError(
    'BAD_INPUT',
    `Cannot export to the folder "${asked.slice(0, 80)}": expected names of letters, digits, dot, minus and underscore, joined by "/"`,
    { hint: 'For example "runs/topk-32k/seed3"; it lies below the export root.' },
  );
}

/** The absolute path of a folder that {@link decideExportFolder} gave. Throws `EXPORT_OFF`. */
export function resolveExport(root: string | null, folder: string): string {
  return path.join(getExportRoot(root), ...folder.split('/'));
}

function getExportRoot(root: string | null): string {
  if (root !== null) return root;
  throw new ReseedError('EXPORT_OFF', 'Cannot export: no folder is configured below which this server may write', {
    hint: 'Set RESEED_EXPORT_ROOT to a folder and start again, or use the command line: npm run reseed -- export-checkpoints, or export-explanations.',
  });
}

/** The content hash of an export that is in the folder; null if there is none. */
export async function readExportedContent(folder: string): Promise<string | null> {
  try {
    const provenance: unknown = JSON.parse(await readFile(path.join(folder, 'provenance.json'), 'utf8'));
    const isExport = typeof provenance === 'object' && provenance !== null && 'contentSha256' in provenance;
    return isExport && typeof provenance.contentSha256 === 'string' ? provenance.contentSha256 : null;
  } catch {
    return null;
  }
}
