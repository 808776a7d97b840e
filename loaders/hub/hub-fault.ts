/** What goes wrong with a hub -> the refusals that people read. None shows a token, or an address with what follows its `?`. */
import { type ErrorCode, ReseedError } from '../../src/errors.ts';
import { clip } from '../files/clip.ts';

/** The hub answers with something else than its protocol says, or sends elsewhere. */
export function hubLied(what: string, fault: string): ReseedError {
  return new ReseedError('HUB_BAD', `Cannot bring "${clip(what)}" from the hub: ${fault}`, {
    hint: 'Try again later; with HF_ENDPOINT set, check that it is a hub.',
  });
}

/** The hub does not answer, breaks off again and again, or asks to wait longer than is allowed. */
export function hubUnavailable(what: string, fault: string, cause?: unknown): ReseedError {
  return new ReseedError('HUB_UNAVAILABLE', `Cannot bring "${clip(what)}" from the hub: ${fault}`, {
    hint: 'Try again later: what has arrived is kept and not brought again.',
    cause,
  });
}

/** The refusal that an answer with `status` means, or null where another sending may help or nothing is wrong. */
export function refusalOf(what: string, answer: { status: number; hasToken: boolean }): ReseedError | null {
  const { status, hasToken } = answer;
  const refuse = (code: ErrorCode, fault: string, hint: string) =>
    new ReseedError(code, `Cannot bring "${clip(what)}" from the hub: ${fault}`, { hint });
  if (status === 401 || status === 403) {
    return refuse(
      'HUB_REFUSED',
      `it answers ${status}: this is private or gated, or is not there`,
      hasToken
        ? 'Check the spelling, and that the owner of HF_TOKEN may read it: gated repositories ask for consent on their page.'
        : 'Check the spelling. For what is private or gated, set HF_TOKEN to a token that may read it.',
    );
  }
  if (status === 404)
    return refuse('SOURCE_NOT_FOUND', 'there is no such repository, revision or folder', 'Check the spelling.');
  if (status === 429 || status >= 500) return null;
  if (status >= 400) return hubLied(what, `it answers ${status}; expected the file or its listing`);
  return null;
}

/** More is to be brought than is allowed. */
export function hubTooLarge(what: string, bytes: number, maxBytes: number): ReseedError {
  return new ReseedError(
    'HUB_TOO_LARGE',
    `Cannot bring "${clip(what)}" from the hub: that takes ${showGb(bytes)}; expected at most ${showGb(maxBytes)}`,
    { hint: 'Name one folder or file of it, or allow more by RESEED_HUB_MAX_GB.' },
  );
}

function showGb(bytes: number): string {
  return `${(bytes / 1e9).toFixed(bytes < 1e10 ? 2 : 0)} GB`;
}
