/**
 * A `batch-N.json` of SAEDashboard's Neuronpedia runner -> what was seen of each feature.
 *
 * One object: `model_id`, `layer`, `sae_set` (together the portal id `<model_id>/<layer>-<sae_set>`), and `features`, of which each has its
 * contexts, histograms and logit effects (SAEDashboard, `neuronpedia_dashboard.py`). Features are read one by one.
 */
import type { ByteSource } from '../files/byte-source.ts';
import { clip } from '../files/clip.ts';
import { parseStrictJson, type JsonValue } from '../files/strict-json.ts';
import { badFile, readBytes } from '../files/byte-stream.ts';
import { buildContexts, buildStatistics } from './dashboard-feature.ts';
import { FieldFault, findNumber, findText, getIndex, isObject } from './json-fields.ts';
import { readJsonElements } from './json-elements.ts';
import type { LatentRecord, Place } from './latent-file-record.ts';

/** Whether a file of this name may be such a batch. */
export function isDashboardName(name: string): boolean {
  return /(?:^|\/)batch-\d+\.json$/.test(name);
}

/** The records of `source`. The portal id is stated where the three names come before the features, as they do. Throws `FILE_BAD`. */
export async function* readDashboard(source: ByteSource): AsyncGenerator<LatentRecord, void, void> {
  const refuse = (what: string): never => {
    throw badFile(source, `${what}; expected one JSON object with a list "features"`);
  };
  const names: Record<string, string> = {};
  let corpusSaid = false;
  for await (const part of readJsonElements(readBytes(source), { array: 'features', refuse })) {
    const place: Place = { file: source.name, line: null };
    const where = part.position === null ? `"${clip(part.name)}"` : `features[${part.position}]`;
    if (part.text === null) {
      yield { kind: 'SKIPPED', place, reason: 'TOO_LONG', detail: `${where} is longer than any real one` };
      continue;
    }
    let fault = '';
    let value: JsonValue | undefined;
    try {
      value = parseStrictJson(part.text, (_, detail) => {
        throw new FieldFault(detail);
      });
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      fault = error.message;
    }
    if (value === undefined) {
      yield { kind: 'SKIPPED', place, reason: 'BROKEN', detail: `${where} has ${fault}` };
      continue;
    }
    if (part.position === null) {
      if (typeof value === 'string' || typeof value === 'number') names[part.name] = String(value);
      continue;
    }
    const { model_id: model, layer, sae_set: set } = names;
    const portalId = model && layer && set ? `${model}/${layer}-${set}` : null;
    try {
      if (!isObject(value)) throw new FieldFault('it is no object');
      const prompts = findNumber(value, 'n_prompts_total');
      const contextLength = findNumber(value, 'n_tokens_in_prompt');
      const dataset = findText(value, 'dataset');
      if (!corpusSaid && (dataset !== null || prompts !== null)) {
        corpusSaid = true;
        const tokens = prompts === null || contextLength === null ? null : Math.round(prompts * contextLength);
        yield {
          kind: 'CORPUS',
          portalId,
          dataset,
          tokens,
          contextLength: contextLength && Math.round(contextLength),
          hasTokenTexts: true,
        };
      }
      const index = getIndex(value, 'feature_index');
      yield {
        kind: 'ACTIVATIONS',
        place,
        portalId,
        index,
        statistics: buildStatistics(value),
        contexts: buildContexts(value),
      };
    } catch (error) {
      if (!(error instanceof FieldFault)) throw error;
      yield { kind: 'SKIPPED', place, reason: 'MALFORMED', detail: `${where}: ${error.message}` };
    }
  }
}
