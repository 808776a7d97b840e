/** The name of the queue in which jobs of one kind wait, or those of the kind that only workers with `requires` can run. */
export function queueName(kind: string, requires: string | null = null): string {
  const queue = `reseed-${kind.toLowerCase().replace('_', '-')}`;
  return requires === null ? queue : `${queue}-${requires.replace(':', '-')}`;
}
