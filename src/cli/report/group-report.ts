/** A run group's answer -> the blocks of its report. In: what the API said. Out: headings, paragraphs, tables and plots, in reading order. */
import { fraction } from '../tables/matching-table.ts';
import { analysisSections } from './analysis-sections.ts';
import { meaningSections } from './meaning-sections.ts';
import { pairSections } from './pair-sections.ts';
import { provenanceSections } from './provenance-sections.ts';
import type { ReportBlock } from './report-block.ts';
import type { ReportAnalysis, ReportDictionary, ReportGroup } from './report-query.ts';

/** The report on one run group. */
export function buildGroupReport(group: ReportGroup): ReportBlock[] {
  return [
    { kind: 'heading', level: 1, text: group.name },
    ...overview(group),
    ...pairSections(group),
    ...analysisSections(group),
    ...meaningSections(group.meaning),
    ...provenanceSections(group),
  ];
}

/** Pairs without a matching that are named. */
const PAIRS_NAMED = 5;

const dictionaryHeader = ['dictionary', 'init seed', 'data seed', 'dead', 'tokens', 'training data', 'portal id'];

function overview({ space, dictionaries, otherRevisions, sameSeedPairs, analysis, pairs }: ReportGroup): ReportBlock[] {
  const { missing } = analysis;
  const all = (dictionaries.length * (dictionaries.length - 1)) / 2;
  const [first] = dictionaries;
  const rows = [
    ['model', `${space.model.name} (revision ${space.model.revision})`],
    ['hookpoint', space.hookpoint],
    ['width d', `${space.dIn}`],
    ['input normalisation', space.normalisation],
    ['architecture', first ? describeArchitecture(first) : '.'],
    ['latents n', first ? `${first.nLatents}` : '.'],
    ['dictionaries', `${dictionaries.length}`],
    ['pairs matched', `${all - missing} of ${all}${pairs.length > 0 ? '' : ' (none requested)'}`],
  ];
  const notes: ReportBlock[] = sameSeedPairs.map(({ a, b, initSeed, warning }) => ({
    kind: 'paragraph',
    text: `Warning: ${a.name} and ${b.name} have the same init seed ${initSeed}. ${warning}`,
  }));
  if (otherRevisions.length > 0) {
    notes.push({
      kind: 'paragraph',
      text: `Run groups of this name are there for other revisions of the model, too: ${otherRevisions.join(', ')}. These are of revision ${space.model.revision}.`,
    });
  }
  if (analysis.note !== null) notes.push({ kind: 'paragraph', text: analysis.note });
  if (missing > 0) {
    notes.push({
      kind: 'paragraph',
      text: describeMissing(analysis, all),
    });
  }
  const moved = dictionaries.find(({ initialisation }) => initialisation !== null)?.initialisation;
  return [
    { kind: 'table', header: ['group', ''], rows },
    {
      kind: 'table',
      header: moved ? [...dictionaryHeader, 'initial cosine'] : dictionaryHeader,
      rows: dictionaries.map((row) => [
        row.name,
        shown(row.initSeed),
        shown(row.dataSeed),
        shown(row.nDead),
        shown(row.tokens),
        shown(row.dataset),
        shown(row.portalId),
        ...(moved ? [fraction(row.initialisation?.meanDecoderCosine)] : []),
      ]),
      caption:
        'dead: latents with a zero row, or that did not fire where it was looked for. A dot: nobody has said whether they fire.' +
        (moved ? ` initial cosine: mean over latents. ${moved.statement}` : ''),
    },
    ...notes,
  ];
}

function describeMissing({ missing, missingPairs, dictionaries, leftOut }: ReportAnalysis, all: number): string {
  const pairs = missingPairs.slice(0, PAIRS_NAMED).map(({ a, b }) => `${a.name} with ${b.name}`);
  const named = `${pairs.join(', ')}${missing > pairs.length ? ', ...' : ''}`;
  const over =
    leftOut.length > 0
      ? `Figures on the group are over ${dictionaries.length} dictionaries, without ${leftOut.map(({ name }) => name).join(', ')}.`
      : 'There are no figures on the group.';
  return `${missing} of ${all} pairs are not matched completely: ${named}. ${over} All of them: npm run reseed -- match <run group>`;
}

function describeArchitecture({ architecture, k }: ReportDictionary): string {
  return k === null ? architecture : `${architecture}, k = ${k}`;
}

function shown(value: string | number | null): string {
  return value === null ? '.' : String(value);
}
