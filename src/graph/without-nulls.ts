/** A null in an argument means the same as its absence. */

/** `input` without what is null or undefined. */
export function withoutNulls<Input extends object>(
  input: Input | null | undefined,
): { [Field in keyof Input]?: NonNullable<Input[Field]> } {
  const given = Object.entries(input ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as { [Field in keyof Input]?: NonNullable<Input[Field]> };
}
