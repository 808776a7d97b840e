/** A folder of a repository at one commit -> {@link SourceFolder}. Identity is guessed from owner and repository, too. */
import { notFound, outside } from '../files/import-roots.ts';
import { resolveName } from '../files/source-folder.ts';
import type { ByteSource, SourceFolder } from '../files/byte-source.ts';
import { formatHubPlace } from './hub-place.ts';
import type { HubRequests } from './hub-requests.ts';
import { type HubBudget, type HubSource, openHubSource } from './hub-source.ts';
import { type HubFile, type HubTree } from './hub-tree.ts';

/** Owner and repository: what lies above is not read. */
const ROOT_DEPTH = 2;

export class HubFolder implements SourceFolder {
  readonly pathComponents: readonly string[];
  readonly fileNames: readonly string[];
  readonly preferredFile: string | null;
  readonly address: string;
  readonly #tree: HubTree;
  readonly #requests: HubRequests;
  readonly #opened = new Set<HubSource>();
  readonly #budget: HubBudget;

  constructor(
    tree: HubTree,
    of: { requests: HubRequests; path: readonly string[]; fileNames: readonly string[]; preferredFile: string | null },
  ) {
    const { owner, repository } = tree.place;
    this.pathComponents = [owner, repository, ...of.path];
    this.fileNames = of.fileNames;
    this.preferredFile = of.preferredFile;
    this.address = formatHubPlace({ ...tree.place, path: of.path });
    this.#tree = tree;
    this.#requests = of.requests;
    this.#budget = { maxBytes: of.requests.settings.maxBytes, brought: 0, onBytes: null };
  }

  /** Is told of all bytes that arrive from now on. */
  set onBytes(onBytes: ((bytes: number) => void) | null) {
    this.#budget.onBytes = onBytes;
  }

  async open(name: string): Promise<ByteSource> {
    if (resolveName(this.pathComponents, name) === null) throw outside(name);
    const file = await this.#find(name);
    if (file === null) throw notFound(`${this.address}/${name}`, 'there is no such file in the repository');
    const { place } = this.#tree;
    const source = await openHubSource(file, { name, place, requests: this.#requests, budget: this.#budget });
    this.#opened.add(source);
    return source;
  }

  async has(name: string): Promise<boolean> {
    return (await this.#find(name)) !== null;
  }

  /** Removes what has been kept of every file that was opened here. */
  async removeKept(): Promise<void> {
    for (const source of this.#opened) await source.remove();
  }

  async #find(name: string): Promise<HubFile | null> {
    const components = resolveName(this.pathComponents, name);
    if (components === null || components.length <= ROOT_DEPTH) return null;
    const entries = await this.#tree.list(components.slice(ROOT_DEPTH, -1));
    return entries.files.get(components.at(-1) ?? '') ?? null;
  }
}
