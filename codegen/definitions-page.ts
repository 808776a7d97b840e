/** A plugin of graphql-codegen. The catalogue of definitions -> docs/definitions.md. */
import { type DefinitionInWords, listDefinitions } from '../src/analysis/definitions/list-definitions.ts';

const parts = [
  '# Definitions',
  'Each figure of the API comes with its definition in words, in a field named `statement` or `definition`. This page lists them, with what it assumes, what chance gives, its interval, and what it does not say. Numbers in the text are examples: an answer has those that it was made with.',
  'Words: a latent is one row of a dictionary. C^d and C^e are the cosines of decoder and of encoder rows. pi_d and pi_e are the optimal matchings by these cosines: the bijections with the greatest sum. Partners are latents that a matching pairs. A latent is alive if it has fired on the tokens looked at; one that never has, or whose row is zero, is dead; of others it is not known.',
];

/** Text of the page. */
export function plugin(): string {
  const all = listDefinitions();
  const list = all.map(({ title }) => `- [${title}](#${anchorOf(title)})`).join('\n');
  return `${[...parts, list, ...all.map(describe)].join('\n\n')}\n`;
}

function describe(definition: DefinitionInWords): string {
  const { title, answeredBy, statement, assumes, byChance, interval, silentOn } = definition;
  return [
    `## ${title}`,
    `Answered by ${answeredBy.map((field) => `\`${field}\``).join(', ')}.`,
    `> ${statement}`,
    `**Assumes:** ${assumes}`,
    `**By chance:** ${byChance}`,
    `**Interval:** ${interval}`,
    `**It does not say:** ${silentOn}`,
  ].join('\n\n');
}

/** As GitHub makes anchors of headings. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}
