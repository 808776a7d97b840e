/**
 * Who a dictionary is: statements and inferences from several places -> one identity, and the list of what was inferred.
 *
 * Order of trust: what the importer says, `reseed.json` from the nearest folder up, what the format's own files say, then the path.
 */
import type { Guess, Identity } from './checkpoint.ts';

type Field = keyof Identity;
type Known = { [F in Field]?: Identity[F] | null | undefined };

/** What one place says. `because` names the source of an inference; a field that it does not mention was stated. */
export interface Statement {
  values: Known;
  because?: { [F in Field]?: string };
}

/** The first value of every field, in the order of `statements`, and a guess for each that was inferred. Null for what nobody says. */
export function resolveIdentity(statements: readonly Statement[]): { identity: Identity; guesses: Guess[] } {
  const guesses: Guess[] = [];
  const find = <F extends Field>(field: F): NonNullable<Known[F]> | null => {
    for (const { values, because } of statements) {
      const value = values[field] ?? null;
      if (value === null) continue;
      const reason = because?.[field];
      if (reason !== undefined) guesses.push({ field, value: String(value), because: reason });
      return value;
    }
    return null;
  };
  const identity: Identity = {
    model: find('model'),
    revision: find('revision'),
    hookpoint: find('hookpoint'),
    normalisation: find('normalisation') ?? 'none',
    runGroup: find('runGroup'),
    initSeed: find('initSeed'),
    dataSeed: find('dataSeed'),
    dataset: find('dataset'),
    tokens: find('tokens'),
    portalId: find('portalId'),
  };
  return { identity, guesses };
}
