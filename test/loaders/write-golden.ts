/** Writes `golden/` anew: `node test/loaders/write-golden.ts`. The same bytes every time; a test compares them with what is committed. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileBytes, goldenCases } from './golden-cases.ts';

const folder = path.join(import.meta.dirname, 'golden');
rmSync(folder, { recursive: true, force: true });
for (const golden of goldenCases) {
  for (const [name, file] of Object.entries(golden.files)) {
    const target = path.join(folder, golden.name, name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, fileBytes(file));
  }
  writeFileSync(
    path.join(folder, `${golden.name}.expected.json`),
    fileBytes({ path: golden.path, ...golden.expected }),
  );
}
