/** Messages show names out of files: at most this much of them, so that a hostile header cannot fill a log. */
const SHOWN_CHARACTERS = 80;

/** `text`, cut with an ellipsis to what a message may show. */
export function clip(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS - 3)}...` : text;
}
