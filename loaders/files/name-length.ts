/** Longest name that is taken from a file or a person, in characters: longer than any name in the field, short enough for an index. */
export const MAX_NAME_LENGTH = 300;
