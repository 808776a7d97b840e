/**
 * schema.graphql + resolvers -> the schema that runs. Every resolver is wrapped: it does not begin once the request has been given up,
 * and its text arguments are text that a database can hold.
 */
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  defaultFieldResolver,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  GraphQLScalarType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
} from 'graphql';
import { ReseedError } from '../errors.ts';
import type { GraphContext } from './context.ts';
import { resolvers } from './generated/resolvers.ts';
import { scalars } from './scalars.ts';

type AnyResolver = GraphQLFieldResolver<unknown, GraphContext>;
type FieldMap = Record<string, AnyResolver | { subscribe: AnyResolver; resolve: AnyResolver }>;

/** The schema, built anew: hold it. Throws `TypeError` if a resolver names a type or field that the contract does not have. */
export function buildExecutableSchema(): GraphQLSchema {
  const sdl = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
  const schema = buildSchema(sdl);
  for (const scalar of Object.values(scalars)) attachScalar(schema, scalar);
  for (const [typeName, fields] of Object.entries(resolvers)) attachFields(schema, typeName, fields as FieldMap);
  return schema;
}

function attachScalar(schema: GraphQLSchema, scalar: GraphQLScalarType): void {
  const declared = schema.getType(scalar.name);
  if (!(declared instanceof GraphQLScalarType)) throw new TypeError(`no scalar ${scalar.name} in schema.graphql`);
  declared.serialize = scalar.serialize;
  declared.parseValue = scalar.parseValue;
  declared.parseLiteral = scalar.parseLiteral;
}

function attachFields(schema: GraphQLSchema, typeName: string, resolversOfType: FieldMap): void {
  const type = schema.getType(typeName);
  if (isAbstractType(type)) {
    type.resolveType = resolversOfType.__resolveType as unknown as typeof type.resolveType;
    return;
  }
  if (!isObjectType(type)) throw new TypeError(`no object type ${typeName} in schema.graphql`);
  const fields = type.getFields();
  for (const [fieldName, resolver] of Object.entries(resolversOfType)) {
    if (fieldName === '__isTypeOf') continue;
    const field: Pick<GraphQLFieldConfig<unknown, GraphContext>, 'resolve' | 'subscribe'> | undefined =
      fields[fieldName];
    if (field === undefined) throw new TypeError(`no field ${typeName}.${fieldName} in schema.graphql`);
    if (typeof resolver === 'function') {
      field.resolve = guard(resolver);
    } else {
      field.subscribe = guard(resolver.subscribe);
      field.resolve = guard(resolver.resolve);
    }
  }
  for (const field of Object.values(fields)) field.resolve ??= defaultFieldResolver;
}

function guard(resolver: AnyResolver): AnyResolver {
  return (parent, args, context, info) => {
    context.signal.throwIfAborted();
    for (const name in args) checkText(args[name], name);
    return resolver(parent, args, context, info);
  };
}

/** PostgreSQL's text holds neither NUL nor half a surrogate pair. */
function checkText(value: unknown, name: string): void {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return;
    throw new ReseedError('BAD_INPUT', `Cannot use "${name}": it holds a NUL or half a surrogate pair`, {
      hint: 'Send text that is valid Unicode without U+0000.',
    });
  }
  if (typeof value !== 'object' || value === null) return;
  // a long list of numbers is a vector: its first element says so
  if (Array.isArray(value) && typeof value[0] === 'number') return;
  for (const [key, part] of Object.entries(value)) checkText(part, Array.isArray(value) ? name : `${name}.${key}`);
}
