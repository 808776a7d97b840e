/** The last part of a dictionary's name, which tells the members of a run group apart: `seed3` of `topk-32k/seed3`. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
