/** `drizzle-kit generate --name <what-changes>` writes the next migration; never `push`. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './db/schema/*-tables.ts',
  out: './db/migrations',
});
