/**
 * GET /export/<global id>.<json|csv|parquet>: a matching as a download, streamed as fast as the client takes it and no faster.
 *
 * What is refused is refused in JSON, as everywhere. Nothing is compressed on the way, and nothing is buffered beyond one chunk. The work ends
 * when the client leaves, or takes nothing for {@link DOWNLOAD_IDLE_MS}; at most {@link MAX_DOWNLOADS} run at once.
 */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import { type ErrorCode, isReseedError } from '../../errors.ts';
import { buildContext, type GraphResources } from '../context.ts';
import { found } from '../../analysis/stored-rows.ts';
import { parseKey } from '../global-id.ts';
import { refuse } from '../http/http-errors.ts';
import { DOWNLOAD_IDLE_MS, MAX_DOWNLOADS } from '../limits.ts';
import { formatMatching, type MatchingFileFormat, mediaTypes } from './matching-file.ts';
import { fileNameOf, getExportedPair } from './matching-export.ts';
import { readMatchingFile } from './read-matching-file.ts';

/** What a refusal of ours is in HTTP; anything else is 500. */
const statuses: Partial<Record<ErrorCode, number>> = { BAD_ID: 404, NOT_FOUND: 404, NOT_MATCHED: 409 };

/** Answers GET and HEAD; the route has the parameter `file`. */
export function buildMatchingDownload(resources: GraphResources): RequestHandler<{ file: string }> {
  let running = 0;
  return async (request, response, next) => {
    const [, id, format] = /^([\w-]+)\.(json|csv|parquet)$/.exec(request.params.file) ?? [];
    if (id === undefined) return next();
    if (running >= MAX_DOWNLOADS) {
      response.set('retry-after', '5');
      const message = `Cannot send this file now: ${MAX_DOWNLOADS} downloads are running`;
      return refuse(response, { status: 503, message, hint: 'Try again in a few seconds.' });
    }
    running++;
    try {
      await send({ request, response, resources }, { id, format: format as MatchingFileFormat });
    } catch (error) {
      const status = isReseedError(error) ? statuses[error.code] : undefined;
      if (!isReseedError(error) || status === undefined || response.headersSent) throw error;
      const { code, message, hint } = error;
      refuse(response, { status, code, message, hint });
    } finally {
      running--;
    }
  };
}

async function send(
  {
    request,
    response,
    resources,
  }: { request: Request<{ file: string }>; response: Response; resources: GraphResources },
  { id, format }: { id: string; format: MatchingFileFormat },
): Promise<void> {
  const signal = followClient(response);
  const context = buildContext(resources, signal);
  const matching = found(await context.batches.matchings.load(parseKey(id, 'Matching')), 'matching');
  const pair = await getExportedPair(context, matching);
  response.set({
    'content-type': mediaTypes[format],
    'content-disposition': `attachment; filename="${fileNameOf(pair, format)}"`,
  });
  if (request.method === 'HEAD') return void response.end();
  const file = await readMatchingFile(context, pair);
  await sendChunks(response, { chunks: formatMatching(file, format), signal });
}

/** Aborted when the client has left, or has taken nothing for {@link DOWNLOAD_IDLE_MS}. */
export function followClient(response: Response): AbortSignal {
  const controller = new AbortController();
  response.setTimeout(DOWNLOAD_IDLE_MS, () => response.destroy());
  response.once('close', () => controller.abort());
  return controller.signal;
}

/** Writes the chunks and ends the response; asks for the next chunk only when the client has taken the last. Resolves, too, when `signal` ends it. */
export async function sendChunks(
  response: Response,
  { chunks, signal }: { chunks: Iterable<string | Uint8Array>; signal: AbortSignal },
): Promise<void> {
  try {
    // one chunk ahead, not sixteen
    await pipeline(Readable.from(chunks, { highWaterMark: 1 }), response, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
