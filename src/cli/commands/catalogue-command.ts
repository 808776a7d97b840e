/** `reseed catalogue`: published dictionaries that a catalogue lists, by release or one by one. Reads the catalogue, and nothing of the hub. */
import type { Command } from 'commander';
import { type CatalogueEntry, filterCatalogue } from '../../../loaders/catalogues/catalogue-entry.ts';
import { multiSeedCatalogue } from '../../../loaders/catalogues/multi-seed.ts';
import { numberFlag } from '../flags/number-flag.ts';
import { readCatalogueFile } from '../named/named-places.ts';
import { buildTextTable } from '../tables/text-table.ts';

/** More entries are shown by release. */
const MAX_SHOWN = 100;

interface CatalogueFlags {
  release?: string;
  model?: string;
  layer?: string;
  width?: string;
  withSeeds?: boolean;
  withPortalId?: boolean;
  all?: boolean;
}

/** Adds the command and its flags to the program. */
export function addCatalogueCommand(program: Command): void {
  program
    .command('catalogue')
    .description('list published dictionaries: the public sets of several seeds, or what a catalogue of SAELens names')
    .argument('[file]', 'pretrained_saes.yaml of the package sae_lens; without it, the sets that come with Reseed')
    .option('--release <name>', 'only this release')
    .option('--model <name>', 'only models whose name contains this')
    .option('--layer <number>', 'only this layer')
    .option('--width <name>', 'only this number of latents, as names say it: 16k, 262k, 8x')
    .option('--with-seeds', 'only dictionaries that another one differs from in the seed alone')
    .option('--with-portal-id', 'only dictionaries with a portal id')
    .option('--all', `every dictionary, where there are more than ${MAX_SHOWN}`)
    .action(runCatalogue);
}

/** Runs the command. */
async function runCatalogue(file: string | undefined, flags: CatalogueFlags): Promise<void> {
  const { release, model, width, withSeeds: hasSeeds, withPortalId: hasPortalId } = flags;
  const layer = numberFlag('--layer', flags.layer);
  const all = file === undefined ? multiSeedCatalogue : await readCatalogueFile(file);
  const entries = filterCatalogue(all, { release, model, layer, width, hasSeeds, hasPortalId });
  const isShort = entries.length <= MAX_SHOWN || flags.all === true;
  process.stdout.write(`${isShort ? buildEntries(entries) : buildReleases(entries)}\n`);
  const sum = `${entries.length} of ${all.length} dictionaries`;
  process.stdout.write(
    isShort ? `${sum}\n` : `${sum}; each of them with --release, with further flags, or with --all\n`,
  );
}

function buildEntries(entries: readonly CatalogueEntry[]): string {
  const rows = entries.map((entry) => [
    `${entry.release}/${entry.id}`,
    entry.model ?? '.',
    `${entry.layer ?? '.'}`,
    entry.width ?? '.',
    `${entry.seeds}`,
    entry.portalId ?? '.',
  ]);
  return buildTextTable(['dictionary', 'model', 'layer', 'width', 'seeds', 'portal id'], rows);
}

function buildReleases(entries: readonly CatalogueEntry[]): string {
  const releases = Map.groupBy(entries, ({ release }) => release);
  const rows = [...releases].map(([release, of]) => [
    release,
    of[0].model ?? '.',
    `${of.length}`,
    `${new Set(of.map(({ layer }) => layer)).size}`,
    [...new Set(of.flatMap(({ width }) => width ?? []))].join(' ') || '.',
    `${of.filter(({ seeds }) => seeds > 1).length}`,
    `${of.filter(({ portalId }) => portalId !== null).length}`,
  ]);
  return buildTextTable(['release', 'model', 'dictionaries', 'layers', 'widths', 'with seeds', 'with portal id'], rows);
}
