/** `drizzle-kit generate --name <what-changes>` writes the next migration; never `push`. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './db/schema/dictionary-tables.ts',
    './db/schema/job-tables.ts',
    './db/schema/explanation-tables.ts',
    './db/schema/chat-tables.ts',
    './db/schema/training-tables.ts',
  ],
  out: './db/migrations',
});
