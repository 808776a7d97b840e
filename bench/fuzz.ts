/**
 * `npm run bench -- fuzz`: spoilt files of every reader, FUZZ_INPUTS each (1,000,000 unless said), from number FUZZ_FROM on, or as many as FUZZ_SECONDS allow
 * for each; how many were read, in what time, and every finding by its number, so that it can be read again.
 *
 * Each reader runs in a thread; one that says nothing for HANG_SECONDS is stopped, its input is a finding, and it continues behind it.
 */
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type Finding, runInput } from '../test/fuzz/run-inputs.ts';
import { listTargets } from '../test/fuzz/targets.ts';
import { describeMachine } from './machine.ts';
import { markdownTable, writeReport } from './report.ts';

/** Far above the 2 s of processor time that are a finding, so that a busy machine is none. */
const HANG_SECONDS = 60;
/** Findings of one kind that are kept. */
const MAX_KEPT = 5;

interface Part {
  target: string;
  from: number;
  to: number;
  /** For how long inputs are read; null: until all are. */
  seconds: number | null;
}
interface Report {
  done: number;
  findings: Finding[];
}

if (isMainThread) await runAll();
else await runPart(workerData as Part & { shared: SharedArrayBuffer });

async function runAll(): Promise<void> {
  const machine = describeMachine();
  const from = Number(process.env.FUZZ_FROM ?? 0);
  const inputs = Number(process.env.FUZZ_INPUTS ?? 1_000_000);
  const allowed = process.env.FUZZ_SECONDS === undefined ? null : Number(process.env.FUZZ_SECONDS);
  const rows: string[][] = [];
  const all: Finding[] = [];
  for (const { name, cases } of await listTargets()) {
    const began = performance.now();
    const { done, findings } = await runTarget({ target: name, from, to: from + inputs, seconds: allowed });
    const seconds = (performance.now() - began) / 1000;
    rows.push([name, `${cases.length}`, done.toLocaleString('en'), seconds.toFixed(0), `${findings.length}`]);
    all.push(...findings);
    process.stderr.write(`${name}: ${done} inputs, ${findings.length} findings, ${seconds.toFixed(0)} s\n`);
  }
  const found = all.map(({ target, input, what }) => `- ${target}, input ${input}: ${what.split('\n')[0]}`);
  writeReport(
    'fuzz',
    `# Spoilt files

${machine}

Inputs from number ${from.toLocaleString('en')} on, ${inputs.toLocaleString('en')} of each reader${allowed === null ? '' : ` or as many as ${allowed} s allow`}: real files with one to four changes, or made ones. A finding is anything but a record or a coded
error: another error, more than 2 s of processor time, a hang, a jump of memory above 512 MB. Files are read from memory; nothing is written.

${markdownTable(['reader', 'real inputs', 'spoilt inputs', 's', 'findings'], rows)}

${found.length === 0 ? 'No findings.' : found.join('\n')}`,
  );
}

/** All inputs of one target, in as many threads as hangs make necessary. */
async function runTarget(part: Part): Promise<Report> {
  const total: Report = { done: 0, findings: [] };
  for (let from = part.from; from < part.to; ) {
    const shared = new SharedArrayBuffer(8);
    const at = new BigInt64Array(shared);
    Atomics.store(at, 0, BigInt(from));
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { ...part, from, shared } });
    let last = -1n;
    let report: Report | null = null;
    let fault: Error | null = null;
    const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    worker.on('message', (message: Report) => (report = message));
    worker.on('error', (error) => (fault = error));
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now === last) void worker.terminate();
      last = now;
    }, HANG_SECONDS * 1_000);
    await ended;
    clearInterval(watch);
    const said = report as Report | null;
    if (said !== null) {
      total.done += said.done;
      total.findings.push(...said.findings);
      break;
    }
    const input = Number(Atomics.load(at, 0));
    const what =
      fault === null ? `it hangs: nothing for ${HANG_SECONDS} s` : `the thread ended: ${(fault as Error).message}`;
    total.findings.push({ target: part.target, input, what });
    total.done += input + 1 - from;
    from = input + 1;
  }
  return total;
}

async function runPart({
  target: name,
  from,
  to,
  seconds,
  shared,
}: Part & { shared: SharedArrayBuffer }): Promise<void> {
  const at = new BigInt64Array(shared);
  const target = (await listTargets()).find((one) => one.name === name);
  if (target === undefined) throw new RangeError(`no target ${name}`);
  const findings: Finding[] = [];
  const kinds = new Map<string, number>();
  let done = 0;
  const began = performance.now();
  const isOver = () => seconds !== null && performance.now() - began > 1_000 * seconds;
  for (let input = from; input < to && !isOver(); input++) {
    done++;
    Atomics.store(at, 0, BigInt(input));
    const finding = await runInput(target, input);
    if (finding === null) continue;
    const kind = finding.what.slice(0, 60);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    if ((kinds.get(kind) ?? 0) <= MAX_KEPT) findings.push(finding);
  }
  parentPort?.postMessage({ done, findings } satisfies Report);
}
