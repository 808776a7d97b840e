/**
 * The catalogue: models, hookpoints, spaces and run groups, small tables that are written once. One schema for the embedded database and for
 * PostgreSQL 15+ with pgvector 0.8+. Everything that grows is keyed by `space_id` first, then by the dictionary or matching whose rows live
 * together.
 */
import { bigint, integer, pgTable, primaryKey, text, unique } from 'drizzle-orm/pg-core';
import { createdAt, id, spaceId } from './column-types.ts';

export const models = pgTable(
  'models',
  {
    id: id().primaryKey(),
    name: text('name').notNull(),
    revision: text('revision').notNull(),
  },
  (t) => [unique('models_name_revision').on(t.name, t.revision)],
);

export const hookpoints = pgTable(
  'hookpoints',
  {
    id: id().primaryKey(),
    modelId: bigint('model_id', { mode: 'number' })
      .notNull()
      .references(() => models.id),
    name: text('name').notNull(),
  },
  (t) => [unique('hookpoints_model_name').on(t.modelId, t.name)],
);

/** Names that an operator said to mean others. */
export const placeAliases = pgTable(
  'place_aliases',
  {
    /** MODEL or HOOKPOINT. */
    kind: text('kind').notNull(),
    name: text('name').notNull(),
    means: text('means').notNull(),
  },
  (t) => [primaryKey({ columns: [t.kind, t.name] })],
);

export const spaces = pgTable(
  'spaces',
  {
    id: id().primaryKey(),
    hookpointId: bigint('hookpoint_id', { mode: 'number' })
      .notNull()
      .references(() => hookpoints.id),
    dIn: integer('d_in').notNull(),
    normalisation: text('normalisation').notNull(),
  },
  (t) => [unique('spaces_identity').on(t.hookpointId, t.dIn, t.normalisation)],
);

export const runGroups = pgTable(
  'run_groups',
  {
    spaceId: spaceId().references(() => spaces.id),
    id: id(),
    name: text('name').notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.spaceId, t.id] }), unique('run_groups_name').on(t.spaceId, t.name)],
);
