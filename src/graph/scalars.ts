/** The scalars of schema.graphql: DateTime, JSON, BigInt and Seed. */
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';
import type { Seed } from '../../loaders/checkpoints/seed.ts';
import { parseSeed } from '../jobs/queue/stated-fields.ts';

/** Output: ISO 8601 in UTC. Input: nothing takes one. */
const dateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize: (value) => {
    if (!(value instanceof Date)) throw new TypeError(`expected a Date, got ${typeof value}`);
    return value.toISOString();
  },
  parseValue: () => {
    throw new GraphQLError('DateTime is not taken as input.');
  },
});

/** Passed through. */
const json = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

/** Numbers up to 2^53 in size; in input also as a string of digits, for clients that write big integers so. */
const bigInt = new GraphQLScalarType<number, number>({
  name: 'BigInt',
  serialize: parseInteger,
  parseValue: parseInteger,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT && node.kind !== Kind.STRING) throw notAnInteger();
    return parseInteger(node.value);
  },
});

function parseInteger(value: unknown): number {
  const number = typeof value === 'string' && /^-?\d{1,16}$/.test(value) ? Number(value) : value;
  if (!Number.isSafeInteger(number)) throw notAnInteger();
  return number as number;
}

function notAnInteger(): GraphQLError {
  return new GraphQLError('BigInt takes a whole number from -(2^53 - 1) to 2^53 - 1.');
}

/** Whole numbers of 64 bits: text in answers, digits or a number in input. */
const seed = new GraphQLScalarType<Seed, string>({
  name: 'Seed',
  serialize: (value) => String(takeSeed(value)),
  parseValue: takeSeed,
  parseLiteral: (node) => takeSeed(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null),
});

function takeSeed(value: unknown): Seed {
  const taken = parseSeed(value);
  if (taken === null) throw new GraphQLError('Seed takes a whole number from 0 to 2^64 - 1, as digits.');
  return taken;
}

export const scalars = { DateTime: dateTime, JSON: json, BigInt: bigInt, Seed: seed };
