/** Who may ask what: keys of the API, as the sha256 of what their holders send. */
import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { createdAt, id } from './column-types.ts';

export const apiKeys = pgTable('api_keys', {
  id: id().primaryKey(),
  name: text('name').notNull().unique(),
  /** READER, CONTRIBUTOR, TRAINER or OPERATOR. */
  role: text('role').notNull(),
  /** sha256 of the key in hexadecimal; the key itself is nowhere. */
  sha256: text('sha256').notNull().unique(),
  createdAt: createdAt(),
  expiresAt: timestamp('expires_at', { withTimezone: true }),
  revokedAt: timestamp('revoked_at', { withTimezone: true }),
});
