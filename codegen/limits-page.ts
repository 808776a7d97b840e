/**
 * A plugin of graphql-codegen. src/graph/limits.ts and the cost directives of the contract -> docs/limits.md: every limit of the API with its reason,
 * and what fields cost.
 */
import { readFileSync } from 'node:fs';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { FieldCosts } from '../src/graph/validation/field-cost.ts';

/** `/** reason *\/ export const NAME = value;`; constants that follow each other without a reason of their own share the one before. */
const LIMIT = /(?:\/\*\*\s*((?:(?!\*\/)[^])*?)\s*\*\/\s*)?export const (\w+) = ([\d_ *]+);/g;

/** Text of the page. */
export function plugin(schema: GraphQLSchema, _documents: unknown, { limits }: { limits: string }): string {
  const rows: string[] = [];
  let reason = '';
  for (const [, comment, name, value] of readFileSync(limits, 'utf8').matchAll(LIMIT)) {
    if (comment) reason = comment.replace(/\s*\n\s*\*\s*/g, ' ').trim();
    rows.push(`| \`${name}\` | ${format(value)} | ${reason.replaceAll('|', '\\|')} |`);
  }
  const costs = [...new FieldCosts(schema).rules]
    .filter(([, { weight }]) => weight !== null)
    .filter(([place]) => isObjectType(schema.getType(place.split('.')[0])))
    .map(([place, { weight }]) => `| \`${place}\` | ${weight?.replace('*', 'x')} |`);
  return `# Limits

Every limit of the API, with its reason. What is beyond one is refused with a code and a hint; nothing is cut silently. A name is that of the
constant in \`src/graph/limits.ts\`.

| Limit | Value | Reason |
|---|---|---|
${rows.join('\n')}

## What a question costs

Before an operation runs, its cost is estimated from the directives \`@cost\` and \`@listSize\` of \`schema.graphql\` and from its variables: a field
costs 1 or its weight below, and what is selected inside a list counts as often as the list has items (\`first\` of a page; a guess for lists
without one). Above \`MAX_COST\` it is refused with \`QUERY_TOO_COSTLY\`, and the message names the field that costs most. A filter that leaves
one item, such as run group and init seed, counts as 2 items, not as a page.

| Field | Weight |
|---|---|
${costs.join('\n')}
`;
}

/** With separators; products are worked out. */
function format(value: string): string {
  const product = value.split('*').reduce((so, factor) => so * Number(factor.replaceAll('_', '')), 1);
  return product.toLocaleString('en-US');
}
