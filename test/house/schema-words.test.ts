/** A description of the schema is understood by itself: it does not point at the text around it, and has no word of the house alone. */
import { readFileSync } from 'node:fs';
import { type DirectiveDefinitionNode, Kind, parse, visit } from 'graphql';
import { expect, test } from 'vitest';

/** Words that only mean something next to another description, or to whoever wrote them. */
const pointing =
  /\bas above\b|\bas below\b|\bsee above\b|^\.\.\.|\.\.\.$|\ball this\b|\b(is|are) there\b|\b(is|are) here\b|\bbeside\b|\bgoes on\b|\bpassed over\b|^(what|which|when|as what)\.$/i;

test('no description needs another one', () => {
  const schema = parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
  const found: string[] = [];
  let read = 0;
  visit(schema, {
    enter(node) {
      const { description, name } = node as Partial<Pick<DirectiveDefinitionNode, 'description' | 'name'>>;
      if (description?.kind !== Kind.STRING) return;
      read++;
      if (pointing.test(description.value)) found.push(`${name?.value}: ${description.value}`);
    },
  });
  expect(found).toEqual([]);
  expect(read).toBeGreaterThan(1000);
});
