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
  /** What must hold for the figure to mean what it says. */
  readonly assumes: string;
  /** What chance gives for it, or why there is no such number. */
  readonly byChance: string;
  /** How sure it is, and by what, or why it comes without. */
  readonly interval: string;
  /** What it does not say. */
  readonly silentOn: string;
}

/** The definition, with the types of what it depends on. */
export function define<Of extends unknown[]>(definition: Definition<Of>): Definition<Of> {
  return definition;
}
