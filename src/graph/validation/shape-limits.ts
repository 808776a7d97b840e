/**
 * Limits on the shape of a document, as validation rules: depth of fields, number of aliases, directives on one place. A fragment is
 * measured once however often it is spread, so measuring takes time linear in the document.
 */
import {
  type ASTNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { MAX_ALIASES, MAX_DEPTH, MAX_DIRECTIVES } from '../limits.ts';

export const shapeLimits: readonly ValidationRule[] = [limitDepth, limitAliases, limitDirectives];

function limitDepth(context: ValidationContext) {
  const depths = new Map<string, number>();
  return {
    OperationDefinition(operation: { selectionSet: SelectionSetNode } & ASTNode) {
      const depth = depthOf(context, { selectionSet: operation.selectionSet, depths });
      if (depth > MAX_DEPTH)
        context.reportError(
          tooCostly(`its fields are nested ${depth} deep; at most ${MAX_DEPTH} are taken`, operation),
        );
    },
  };
}

function depthOf(
  context: ValidationContext,
  { selectionSet, depths }: { selectionSet: SelectionSetNode; depths: Map<string, number> },
): number {
  let deepest = 0;
  for (const selection of selectionSet.selections) {
    let depth = 0;
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      depth = depthOfFragment(context, { fragment: context.getFragment(selection.name.value), depths });
    } else if (selection.selectionSet) {
      depth = depthOf(context, { selectionSet: selection.selectionSet, depths });
    }
    deepest = Math.max(deepest, selection.kind === Kind.FIELD ? depth + 1 : depth);
  }
  return deepest;
}

function depthOfFragment(
  context: ValidationContext,
  { fragment, depths }: { fragment: FragmentDefinitionNode | null | undefined; depths: Map<string, number> },
): number {
  if (!fragment) return 0;
  const name = fragment.name.value;
  const known = depths.get(name);
  if (known !== undefined) return known;
  // a fragment that spreads itself is refused by another rule; here it only must not run for ever
  depths.set(name, 0);
  const depth = depthOf(context, { selectionSet: fragment.selectionSet, depths });
  depths.set(name, depth);
  return depth;
}

function limitAliases(context: ValidationContext) {
  let aliases = 0;
  return {
    Field(field: ASTNode & { alias?: unknown }) {
      if (field.alias === undefined) return;
      aliases++;
      if (aliases === MAX_ALIASES + 1) context.reportError(tooCostly(`it has more than ${MAX_ALIASES} aliases`, field));
    },
  };
}

function limitDirectives(context: ValidationContext) {
  return {
    enter(node: ASTNode) {
      if ('directives' in node && node.directives && node.directives.length > MAX_DIRECTIVES) {
        context.reportError(tooCostly(`one place has more than ${MAX_DIRECTIVES} directives`, node));
      }
    },
  };
}

function tooCostly(is: string, node: ASTNode): GraphQLError {
  return new GraphQLError(`Cannot answer this document: ${is}.`, {
    nodes: node,
    extensions: { code: 'QUERY_TOO_COSTLY', hint: 'Ask in several requests.' },
  });
}
