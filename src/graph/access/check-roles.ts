/** Whether an operation asks for fields that its role may not have, by the directive `@role` of schema.graphql. */
import {
  type DocumentNode,
  getDirectiveValues,
  type GraphQLField,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Role, roles } from '../../../db/stores/api-keys.ts';
import { ReseedError } from '../../errors.ts';
import type { Access } from './access.ts';

/** The role that a field needs; READER unless said. */
export function roleOf(schema: GraphQLSchema, field: GraphQLField<unknown, unknown>): Role {
  const directive = schema.getDirective('role');
  const values = directive && field.astNode ? getDirectiveValues(directive, field.astNode) : undefined;
  return (values?.['needs'] as Role | undefined) ?? 'READER';
}

/** Throws `FORBIDDEN` for the first field that needs more. Fragments count whether the operation uses them or not. */
export function checkRoles(
  {
    schema,
    document,
    operation,
  }: { schema: GraphQLSchema; document: DocumentNode; operation: OperationDefinitionNode },
  { role, keyName }: Access,
): void {
  const types = new TypeInfo(schema);
  const definitions = document.definitions.filter((one) => one === operation || one.kind === Kind.FRAGMENT_DEFINITION);
  visit(
    { kind: Kind.DOCUMENT, definitions },
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        if (!field) return;
        const needs = roleOf(schema, field);
        if (roles.indexOf(role) >= roles.indexOf(needs)) return;
        const who = keyName === null ? 'requests without a key' : `the key "${keyName}"`;
        throw new ReseedError(
          'FORBIDDEN',
          `Cannot answer \`${field.name}\`: it needs ${needs}; ${who} may do what ${role} may`,
          {
            hint: 'Send a key of that role; the operator makes keys with `reseed key create`.',
          },
        );
      },
    }),
  );
}
