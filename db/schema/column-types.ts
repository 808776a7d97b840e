/** Columns that many tables have, and types of pgvector and of binary COPY. */
import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** pgvector's `vector` of any width; written by binary COPY, read through `db/connect/binary-copy.ts`. */
export const anyVector = customType<{ data: string }>({ dataType: () => 'vector' });

/** Sign bits of a vector, read by the search only. */
export const anyBits = customType<{ data: string }>({ dataType: () => 'bit varying' });

/** Bytes, written and read by binary COPY. */
export const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });

/** A whole number of up to 64 bits without a sign: read as a number to 2^53, as its digits beyond. */
export const seed = customType<{ data: number | string }>({ dataType: () => 'numeric(20)' });

export const id = () => bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity();
export const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

export const spaceId = () => bigint('space_id', { mode: 'number' }).notNull();
