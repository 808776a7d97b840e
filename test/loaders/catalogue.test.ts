/** Catalogues of published dictionaries: what is read of SAELens's layout, what names say, and the sets of seeds that come with Reseed. */
import { describe, expect, it } from 'vitest';
import { filterCatalogue } from '../../loaders/catalogues/catalogue-entry.ts';
import { findMultiSeed, multiSeedCatalogue } from '../../loaders/catalogues/multi-seed.ts';
import { parseSaeLensCatalogue, readCatalogueText } from '../../loaders/catalogues/sae-lens-catalogue.ts';
import { parseHubPlace } from '../../loaders/hub/hub-place.ts';

/** In the layout of pretrained_saes.yaml, with its peculiarities. */
const text = `# a comment
scope-res:
  conversion_func: gemma_3
  model: google/gemma-3-1b-pt
  repo_id: google/scope-1b-pt
  saes:
  - id: layer_13_width_262k_l0_medium
    path: resid_post/layer_13_width_262k_l0_medium
    l0: 60
    neuronpedia: gemma-3-1b/13-scope-res-262k
  - id: layer_13_width_262k_l0_medium_seed_1
    path: resid_post/layer_13_width_262k_l0_medium_seed_1
    l0: 60
  - id: layer_13_width_16k_l0_small
    path: resid_post/layer_13_width_16k_l0_small
    l0: 0.0

old-jb:
  config_overrides:
    dataset_path: some/text
    model_from_pretrained_kwargs:
      center_writing_weights: true
  conversion_func: null
  links:
    model: https://huggingface.co/gpt2
  model: gpt2-small
  repo_id: someone/GPT2-Small-8x
  saes:
  - id: blocks.8.hook_resid_pre
    neuronpedia: gpt2-small/8-res-jb
    path: blocks.8.hook_resid_pre
    norm_scaling_factor: 1.5
    variance_explained: 0.99
  - id: 2
    path: 2
  - id: outside
    path: ../../outside
qwen:
  conversion_func: qwen_scope
  model: Qwen/Qwen3-1.7B-Base
  repo_id: Qwen/SAE-Res-Qwen3-1.7B-Base-W32K-L0_50
  saes:
  - {id: layer30, l0: 50, path: layer30.sae.pt}
`;

const read = (yaml: string) => parseSaeLensCatalogue(yaml, 'c.yaml');
const shown = ({ id, layer, width, seed, seeds }: Awaited<ReturnType<typeof read>>[number]) => [
  id,
  layer,
  width,
  seed,
  seeds,
];

describe("a catalogue in SAELens's layout", () => {
  it('gives places, and what their names say', async () => {
    const entries = await read(text);
    expect(entries.map(shown)).toEqual([
      ['layer_13_width_262k_l0_medium', 13, '262k', null, 2],
      ['layer_13_width_262k_l0_medium_seed_1', 13, '262k', '1', 2],
      ['layer_13_width_16k_l0_small', 13, '16k', null, 1],
      ['blocks.8.hook_resid_pre', 8, '8x', null, 1],
      ['2', null, '8x', null, 1],
      ['layer30', 30, '32k', null, 1],
    ]);
    expect(entries[0]).toMatchObject({
      release: 'scope-res',
      place: 'hf:google/scope-1b-pt/resid_post/layer_13_width_262k_l0_medium',
      model: 'google/gemma-3-1b-pt',
      portalId: 'gemma-3-1b/13-scope-res-262k',
      l0: 60,
      stated: {},
    });
    expect(entries[2].l0).toBeNull();
    expect(entries[3]).toMatchObject({
      portalId: 'gpt2-small/8-res-jb',
      stated: { dataset: 'some/text', centresWeights: true },
    });
  });

  it('is filtered by model, layer, width, seeds and portal id', async () => {
    const entries = await read(text);
    const ids = (filter: Parameters<typeof filterCatalogue>[1]) => filterCatalogue(entries, filter).map(({ id }) => id);
    expect(ids({ hasSeeds: true })).toEqual(['layer_13_width_262k_l0_medium', 'layer_13_width_262k_l0_medium_seed_1']);
    expect(ids({ hasPortalId: true })).toEqual(['layer_13_width_262k_l0_medium', 'blocks.8.hook_resid_pre']);
    expect(ids({ model: 'QWEN' })).toEqual(['layer30']);
    expect(ids({ layer: 13, width: '16K' })).toEqual(['layer_13_width_16k_l0_small']);
    expect(ids({ release: 'old-jb', layer: 8 })).toEqual(['blocks.8.hook_resid_pre']);
    expect(ids({})).toHaveLength(6);
  });

  it.each([
    ['no release', '# nothing\n', 'it lists nothing'],
    ['something else', 'a:\n  b: 1\n', '"repo_id"'],
    ['a list', '- a\n- b\n', 'not a mapping'],
    ['no YAML', 'a: [1\n', 'not YAML'],
    ['a bomb', 'a:\n  x: &a [x, x]\n  y: [*a, *a]\n', 'cannot be read'],
    ['a release beyond bounds', `a:\n${'  x: y\n'.repeat(50_000)}`, '262144'],
  ])('%s is refused', async (_, yaml, fault) => {
    await expect(read(yaml)).rejects.toMatchObject({ code: 'CONFIG_BAD', message: expect.stringContaining(fault) });
  });

  it('beyond bounds is not read', async () => {
    const source = {
      name: 'c.yaml',
      size: 2 ** 34,
      read: () => Promise.reject(new Error('read')),
      close: async () => {},
    };
    await expect(readCatalogueText(source)).rejects.toMatchObject({ code: 'CONFIG_BAD' });
  });
});

describe('the sets of seeds that come with Reseed', () => {
  it('are ten sets of four pairs, each in a place of the hub', () => {
    expect(new Set(multiSeedCatalogue.map(({ release }) => release)).size).toBe(10);
    expect(multiSeedCatalogue).toHaveLength(80);
    expect(
      multiSeedCatalogue.every(({ seeds, width, layer }) => seeds === 2 && width === '262k' && layer !== null),
    ).toBe(true);
    expect(multiSeedCatalogue.filter(({ seed }) => seed === '1')).toHaveLength(40);
    expect(new Set(multiSeedCatalogue.map(({ place }) => parseHubPlace(place).path.join('/') + place)).size).toBe(80);
    const portalIds = multiSeedCatalogue.flatMap(({ portalId }) => portalId ?? []);
    expect(new Set(portalIds).size).toBe(32);
    expect(portalIds).toContain('gemma-3-270m/5-gemmascope-2-res-262k');
  });

  it('are found by set, and by dictionary', () => {
    expect(findMultiSeed('multi-seed:gemma-scope-2-27b-it')).toHaveLength(8);
    expect(findMultiSeed('multi-seed:gemma-scope-2-1b-pt/layer_7_width_262k_l0_medium_seed_1')).toMatchObject([
      {
        place: 'hf:google/gemma-scope-2-1b-pt/resid_post/layer_7_width_262k_l0_medium_seed_1',
        model: 'google/gemma-3-1b-pt',
      },
    ]);
    expect(() => findMultiSeed('multi-seed:other')).toThrow('no such set');
    expect(() => findMultiSeed('multi-seed:gemma-scope-2-1b-pt/layer_1')).toThrow('no such');
  });
});
