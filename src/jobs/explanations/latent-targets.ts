/** Which dictionary a record of a file is about: the one that was named, or the one whose portal id it states. */
import { type DictionaryRow, findDictionaryByPortalId } from '../../../db/stores/dictionaries.ts';
import type { Session } from '../../../db/connect/connect.ts';
import type { LatentName, Place, SkippedRecord } from '../../../loaders/explanations/latent-file-record.ts';

/** Finds dictionaries, each once. */
export class LatentTargets {
  readonly #session: Session;
  readonly #named: DictionaryRow | null;
  readonly #known = new Map<string, DictionaryRow | null>();
  /** The one source that goes into a named dictionary: its own, or the first that is met. */
  #source: string | null;

  constructor(session: Session, named: DictionaryRow | null) {
    this.#session = session;
    this.#named = named;
    this.#source = named?.portalId ?? null;
  }

  /** The dictionary of a source, or null: no one has that portal id, or another source goes into the named dictionary. */
  async findDictionary(portalId: string | null): Promise<DictionaryRow | null> {
    if (this.#named !== null) {
      if (portalId !== null) this.#source ??= portalId;
      return portalId === null || portalId === this.#source ? this.#named : null;
    }
    if (portalId === null) return null;
    let found = this.#known.get(portalId);
    if (found === undefined) {
      found = await findDictionaryByPortalId(this.#session, portalId);
      this.#known.set(portalId, found);
    }
    return found;
  }

  /** The dictionary of a latent, or why there is none. */
  async find(name: LatentName, place: Place): Promise<{ dictionary: DictionaryRow } | { skipped: SkippedRecord }> {
    const dictionary = await this.findDictionary(name.portalId);
    const skip = (reason: SkippedRecord['reason'], detail: string) => ({
      skipped: {
        kind: 'SKIPPED' as const,
        place,
        reason,
        detail,
        ...(name.portalId !== null && dictionary === null && { source: name.portalId }),
      },
    });
    if (dictionary === null) {
      const stated = name.portalId === null ? 'it states no source' : `its source is ${name.portalId}`;
      return this.#named === null
        ? skip('UNKNOWN_SOURCE', `${stated}, and no dictionary has that portal id`)
        : skip('OTHER_SOURCE', `${stated}; what is imported here is of ${this.#source}`);
    }
    if (name.index >= dictionary.nLatents)
      return skip(
        'UNKNOWN_LATENT',
        `its index is ${name.index}, and ${dictionary.name} has ${dictionary.nLatents} latents`,
      );
    return { dictionary };
  }
}
