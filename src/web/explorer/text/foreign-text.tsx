/**
 * Text from files, models and corpora, shown as text: never as markup, never in another order than it has. Characters that are not seen, or that turn
 * what follows around, are written as their code; long text is cut.
 */

/** Characters without a look of their own: controls, formats (zero widths, marks of direction), separators of lines. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Longest label that is drawn: what does not fit is not read. */
const LONGEST_LABEL = 300;
/** Longest token that is drawn. */
const LONGEST_TOKEN = 60;

/** The text with what is not seen made visible, at most `longest` characters. */
export function visibleText(text: string, longest = LONGEST_LABEL): string {
  const cut = text.length > longest ? `${text.slice(0, longest).toWellFormed()}…` : text;
  return cut
    .replaceAll('\n', '⏎')
    .replaceAll('\t', '⇥')
    .replaceAll(UNSEEN, (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);
}

/** A label. */
export function Label({ text }: { text: string }) {
  return (
    <bdi
      class="label"
      title={text.length > LONGEST_LABEL ? `${text.length.toLocaleString('en')} characters` : undefined}
    >
      {visibleText(text)}
    </bdi>
  );
}

/** A token in running text; `depth`, 0 to 1, is how strongly the latent fires on it. */
export function Token({ text, depth = 0, title }: { text: string; depth?: number; title?: string }) {
  return (
    <bdi class={depth > 0 ? 'token lit' : 'token'} style={{ '--depth': depth.toFixed(3) }} title={title}>
      {visibleText(text, LONGEST_TOKEN)}
    </bdi>
  );
}
