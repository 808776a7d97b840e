/**
 * One latent of a delphi run -> its explanation with scores.
 *
 * `explanations/<hook>_latent<i>.txt` is a JSON text; `scores/<scorer>/<hook>_latent<i>.txt` a JSON list of judged examples (or, for some scorers, an
 * object); `run_config.json` next to them names the models (delphi, `__main__.py`, `config.py`). What the examples amount to is not in the files: the
 * value of a score is left open here.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { type JsonObject, type JsonValue, parseStrictJson } from '../files/strict-json.ts';
import { FieldFault, findText } from './json-fields.ts';
import type { ExplanationRecord, LatentRecord, Place, SkippedRecord } from './latent-file-record.ts';

/** A list of a hundred examples of 256 tokens takes about 500 KB. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;
/** Longest explanation kept; longer ones are cut. */
const MAX_TEXT = 20_000;

/** What a run says of all its latents; null where its configuration is absent or silent. */
export interface DelphiRun {
  method: string;
  explainerModel: string | null;
  scoringModel: string | null;
}

/** The files of one latent; `open` gives each. */
export interface DelphiLatent {
  index: number;
  explanation: { name: string; open(): Promise<ByteSource> } | null;
  scores: { scorer: string; name: string; open(): Promise<ByteSource> }[];
}

/** A run's configuration; `null` stands for a run without one. */
export function parseDelphiRun(config: JsonObject | null): DelphiRun {
  const text = (name: string) => (config !== null && typeof config[name] === 'string' ? findText(config, name) : null);
  const model = text('explainer_model');
  return { method: text('explainer') ?? 'default', explainerModel: model, scoringModel: text('scorer_model') ?? model };
}

/** The explanation of a latent with all its scores as one record, and what had to be skipped. */
export async function readDelphiLatent(latent: DelphiLatent, run: DelphiRun): Promise<LatentRecord[]> {
  const records: LatentRecord[] = [];
  const explanation = latent.explanation && (await readJson(latent.explanation, records));
  const scores: ExplanationRecord['scores'][number][] = [];
  for (const file of latent.scores) {
    const place: Place = { file: file.name, line: null };
    if (latent.explanation === null) {
      records.push({
        kind: 'SKIPPED',
        place,
        reason: 'NO_EXPLANATION',
        detail: 'no explanation of this latent is next to it',
      });
      continue;
    }
    const samples = await readJson(file, records);
    if (samples === undefined) continue;
    if (typeof samples !== 'object' || samples === null) {
      records.push({ kind: 'SKIPPED', place, reason: 'MALFORMED', detail: 'it is neither a list nor an object' });
      continue;
    }
    scores.push({
      scorer: file.scorer,
      value: null,
      scoringModel: run.scoringModel,
      examples: null,
      failed: 0,
      unparsable: 0,
      details: null,
      samples,
      source: 'delphi',
      sourceId: null,
      madeAt: null,
    });
  }
  if (latent.explanation === null || explanation === undefined) return records;
  const place: Place = { file: latent.explanation.name, line: null };
  if (typeof explanation !== 'string') {
    records.push({ kind: 'SKIPPED', place, reason: 'MALFORMED', detail: 'it is no text' });
  } else if (explanation.trim() === '') {
    records.push({ kind: 'SKIPPED', place, reason: 'EMPTY', detail: 'the explanation has no text' });
  } else {
    records.push({
      kind: 'EXPLANATION',
      place,
      portalId: null,
      index: latent.index,
      text: explanation.slice(0, MAX_TEXT).toWellFormed(),
      method: run.method,
      explainerModel: run.explainerModel,
      promptVersion: null,
      author: null,
      source: 'delphi',
      sourceId: null,
      details: null,
      madeAt: null,
      scores,
      embedding: null,
    });
  }
  return records;
}

/** The value in a small file, or undefined after saying in `records` what is wrong with it. */
async function readJson(
  file: { name: string; open(): Promise<ByteSource> },
  records: LatentRecord[],
): Promise<JsonValue | undefined> {
  const skip = (reason: SkippedRecord['reason'], detail: string): undefined => {
    records.push({ kind: 'SKIPPED', place: { file: file.name, line: null }, reason, detail });
  };
  const source = await file.open();
  try {
    if (source.size > MAX_FILE_BYTES) return skip('TOO_LONG', `it has ${source.size} bytes`);
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await source.read(0, source.size));
    return parseStrictJson(text, (_, detail) => {
      throw new FieldFault(detail);
    });
  } catch (error) {
    if (error instanceof FieldFault) return skip('BROKEN', `it has ${error.message}`);
    if (error instanceof TypeError) return skip('BROKEN', 'it is no UTF-8');
    throw error;
  } finally {
    await source.close();
  }
}
