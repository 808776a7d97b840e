/** What the API answered about an object that a command had found a moment before. */
import { ReseedError } from '../../errors.ts';

/** The object. Throws `NOT_FOUND` where it was deleted since it was found; `subject` is for the message, such as "run group". */
export function getPresent<Answer>(answer: Answer | null, subject: string): Answer {
  if (answer !== null) return answer;
  throw new ReseedError('NOT_FOUND', `Cannot read the ${subject}: it was deleted while this command ran.`, {
    hint: 'Run the command again.',
  });
}
