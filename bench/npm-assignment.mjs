/**
 * One npm package's assignment of two files of float32 rows: prints seconds, peak memory and the objective as JSON.
 *
 * `node bench/npm-assignment.mjs folder-of-node_modules package rows-a rows-b n d`
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, name, fileA, fileB, ...numbers] = process.argv.slice(2);
const [n, d] = numbers.map(Number);
const solver = createRequire(path.join(folder, 'index.js'))(name);
const rows = (file) => {
  const bytes = readFileSync(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
};
const [a, b] = [rows(fileA), rows(fileB)];
const dot = (i, j) => {
  let sum = 0;
  for (let z = 0; z < d; z++) sum += a[i * d + z] * b[j * d + z];
  return sum;
};
const scores = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => dot(i, j)));
const costs = scores.map((row) => row.map((score) => 1 - score));
const start = performance.now();
const pairs =
  name === 'munkres'
    ? (solver.munkres ?? solver.default)(costs)
    : Array.from((solver.linearSumAssignment ?? solver.default)(costs, { maximaze: false }).rowAssignments, (j, i) => [
        i,
        j,
      ]);
const seconds = (performance.now() - start) / 1000;
const objective = pairs.reduce((sum, [i, j]) => sum + scores[i][j], 0);
process.stdout.write(JSON.stringify({ seconds, megabytes: process.resourceUsage().maxRSS / 1024, objective }));
