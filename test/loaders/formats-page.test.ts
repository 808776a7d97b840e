/** docs/formats.md, made from the registry and from what the tests hold formats against. `vitest -u` writes it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { checkpointFormats, openCheckpoint } from '../../loaders/checkpoints/formats.ts';
import { openSourceFolder } from '../../loaders/files/source-folder.ts';

const root = path.join(import.meta.dirname, 'publishers');
const expected = JSON.parse(readFileSync(path.join(root, 'expected.json'), 'utf8')) as {
  checkpoints: Record<string, { library: string; codes: unknown[] | null }>;
};

/** Formats whose golden files were written before, by these versions of their own libraries (golden-cases.ts). */
const GOLDEN: Record<string, string> = {
  sparsify:
    'golden files in every form of its cfg.json; written checkpoints are read back by eai-sparsify (bench/checkpoints.ts)',
  'sae-lens':
    'golden files of versions 3 to 6; written checkpoints are read back by sae-lens (bench/checkpoints.ts); whitening folded by sae-lens 6.54.12',
};

test('docs/formats.md says which formats are read and what proves it', async () => {
  const proofs = new Map<string, Set<string>>();
  for (const [name, { library, codes }] of Object.entries(expected.checkpoints)) {
    const checkpoint = await openCheckpoint(await openSourceFolder({ path: path.join(root, name), roots: [root] }));
    const isEncoded = codes !== null && checkpoint.encoding.unsupported === null;
    const proof = `${library}: rows${isEncoded ? ' and codes' : ''}`;
    proofs.set(checkpoint.format, (proofs.get(checkpoint.format) ?? new Set()).add(proof));
    await checkpoint.close();
  }
  const rows = checkpointFormats.map(({ name, description }) => {
    const proof = GOLDEN[name] ?? ([...(proofs.get(name) ?? [])].join('; ') || 'read; not held against a library');
    return `| \`${name}\` | ${description} | ${name === 'cross-layer' ? 'refused by name' : proof} |`;
  });
  const page = [
    '# Checkpoint formats',
    '',
    'A format is recognised by the names and shapes of its tensors and by the configuration next to them. A folder may hold several dictionaries: each file is then one. The last',
    'column says what the tests hold a format against: rows are equal to the last bit, codes of given inputs to float32 rounding.',
    '',
    '| format | on disk | held against |',
    '|---|---|---|',
    ...rows,
    '',
    'Containers: safetensors (also sharded), NumPy npz, and zip files of `torch.save`, by byte ranges. Elements: float64, float32, float16, bfloat16, float8 (E4M3, E5M2). Compressed',
    "npz, TorchScript and PyTorch's form before version 1.6 are refused with what to do. Pickles are read by a closed interpreter; nothing in them is executed.",
    '',
  ].join('\n');
  await expect(page).toMatchFileSnapshot('../../docs/formats.md');
});
