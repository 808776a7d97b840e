/** docs/formats.md, made from the registry, from checkpoints that the tests read, and from what they are held against. `vitest -u` writes it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Checkpoint } from '../../loaders/checkpoints/checkpoint.ts';
import { findCheckpointPaths } from '../../loaders/checkpoints/find-checkpoint-paths.ts';
import { checkpointFormats, openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';

const here = import.meta.dirname;
const publishers = JSON.parse(readFileSync(path.join(here, 'publishers/expected.json'), 'utf8')) as {
  checkpoints: Record<string, { library: string; codes: unknown[] | null }>;
};
const libraries = JSON.parse(readFileSync(path.join(here, 'libraries/expected.json'), 'utf8')) as {
  versions: Record<string, string>;
  cases: Record<string, { library: string; format: string }>;
};

/** What else a format is held against. */
const FURTHER: Record<string, string> = {
  sparsify: 'golden files in every form of its cfg.json',
  'sae-lens': 'golden files of versions 3 to 6; whitening folded by sae-lens 6.54.12',
};

/** What the tests read of one format. */
interface Read {
  architectures: Set<string>;
  hasEncoder: boolean;
  hasSkip: boolean;
  isEncoded: boolean;
}

test('docs/formats.md says which formats are read, how far, and what proves it', async () => {
  const read = new Map<string, Read>();
  const proofs = new Map<string, Set<string>>();
  const prove = (format: string, proof: string) => proofs.set(format, (proofs.get(format) ?? new Set()).add(proof));
  for (const folder of ['golden', 'publishers', 'libraries']) {
    const root = path.join(here, folder);
    for (const found of await findCheckpointPaths({ path: root, roots: [root] })) {
      const checkpoint = await openFirst(found, root);
      if (checkpoint === null) continue;
      note(read, checkpoint);
      const known = folder === 'publishers' ? publishers.checkpoints[path.relative(root, found)] : undefined;
      const isEncoded = known?.codes && checkpoint.encoding.unsupported === null;
      if (known) prove(checkpoint.format, `${known.library}: rows${isEncoded ? ' and codes' : ''}`);
      await checkpoint.close();
    }
  }
  for (const { library, format } of Object.values(libraries.cases))
    prove(format, `${library} ${libraries.versions[library]}: its own files are read and written, rows and codes`);
  const rows = checkpointFormats.map(({ name, description }) => {
    const at = description.indexOf(': ');
    const proof = [...(proofs.get(name) ?? []), ...(FURTHER[name] === undefined ? [] : [FURTHER[name]])].join('; ');
    const cells = [`\`${name}\``, description.slice(0, at), description.slice(at + 2), describe(read.get(name))];
    return `| ${cells.join(' | ')} | ${proof || 'read; not held against a library'} |`;
  });
  const page = [
    '# Checkpoint formats',
    '',
    'A format is recognised by the names and shapes of its tensors and by the configuration next to them. A folder may hold several dictionaries: each file is then one. The last',
    'column says what the tests hold a format against: rows are equal to the last bit, codes of given inputs to float32 rounding.',
    '',
    '| format | publisher | on disk | read | held against |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'A cross-layer transcoder or crosscoder has a decoder row for each of several layers or models in every latent; `--decoder-part` (`decoderPart`) imports one of these decoders. Of a transcoder',
    'between places of two widths the decoder is imported, in the space of the output.',
    '',
    'Written by `export-checkpoints` and `export-features`: `sae-lens`, `dictionary-learning` and `sparsify`. `bench/RESULTS.md` has what the libraries compute from files that they wrote, that were imported',
    'and exported again.',
    '',
    'Containers: safetensors (also sharded), NumPy npz, and zip files of `torch.save`, by byte ranges. Elements: float64, float32, float16, bfloat16, float8 (E4M3, E5M2). Compressed',
    "npz, TorchScript and PyTorch's form before version 1.6 are refused with what to do. Pickles are read by a closed interpreter; nothing in them is executed.",
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../docs/formats.md');
});

/** The checkpoint, of several decoders the first; null for what holds an encoder alone. */
async function openFirst(place: string, root: string): Promise<Checkpoint | null> {
  if (/W_enc_\d+\.safetensors$/.test(place)) return null;
  return openCheckpoint(await openSourceFolder({ path: place, roots: [root] }), { decoderPart: 0 });
}

function note(read: Map<string, Read>, { format, facts, encoding, skip }: Checkpoint): void {
  const known = read.get(format) ?? { architectures: new Set(), hasEncoder: false, hasSkip: false, isEncoded: false };
  known.architectures.add(facts.architecture);
  known.hasEncoder ||= facts.hasEncoder;
  known.hasSkip ||= skip !== null;
  known.isEncoded ||= facts.hasEncoder && encoding.unsupported === null && facts.architecture !== 'OTHER';
  read.set(format, known);
}

function describe(read: Read | undefined): string {
  if (read === undefined) return '.';
  const parts = ['decoder', read.hasEncoder && 'encoder', read.hasSkip && 'skip', read.isEncoded && 'codes'].filter(
    Boolean,
  );
  return `${[...read.architectures].toSorted().join(', ')}: ${parts.join(', ')}`;
}
