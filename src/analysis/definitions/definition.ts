/** What a figure is, in words that stand next to its numbers. */

export interface Definition<Of extends unknown[] = unknown[]> {
  /** Its name, for people. */
  readonly title: string;
  /** The fields of the API that answer it in words. */
  readonly answeredBy: readonly `${string}.${string}`[];
  /** The definition, with what it depends on filled in. */
  readonly statement: (...of: Of) => string;
  /** What the page of definitions fills in. */
  readonly example: Of;
  /** What must hold for the figure to mean what it says; absent where nothing need be taken on trust. */
  readonly assumes?: string;
  /** How sure it is, and by what; absent where it comes without. */
  readonly interval?: string;
  /** What chance gives for it; null where nothing is known of that. */
  readonly byChance: string | null;
  /** What it does not say. */
  readonly silentOn: string;
}

/** The definition, with the types of what it depends on. */
export function define<Of extends unknown[]>(definition: Definition<Of>): Definition<Of> {
  return definition;
}
