/** `drizzle-kit generate --name <what-changes>` writes the next migration; never `push`. */
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './db/schema.ts',
    './db/job-schema.ts',
    './db/explanation-schema.ts',
    './db/chat-schema.ts',
    './db/training-schema.ts',
  ],
  out: './db/migrations',
});
