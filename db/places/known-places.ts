/**
 * One place of a model has several names: libraries call models and modules differently. Names -> one form, equal for equal places.
 *
 * TransformerLens names hooks (`blocks.3.hook_mlp_out`), others the modules whose output is meant (`layers.3.mlp`, `gpt_neox.layers.3.mlp`, `transformer.h.3.mlp`). The
 * input of a block is the output of the block before. Only what is the same tensor is one place: in models that normalise the output of a module
 * before it is added to the residual stream, the hook lies behind that norm, and the module's output before it.
 */

/** Names that an operator added: what each means, as it is written elsewhere. `{layer}` stands for a number of hookpoints. */
export interface PlaceAliases {
  readonly models: ReadonlyMap<string, string>;
  readonly hookpoints: ReadonlyMap<string, string>;
}

/** Models by the names of TransformerLens and SAELens, where these differ from the hub's by more than an owner. */
const MODELS: Readonly<Record<string, string>> = {
  'gpt2-small': 'gpt2',
  'llama-2-7b': 'llama-2-7b-hf',
  'meta-llama-3-8b': 'llama-3-8b',
  'meta-llama-3-8b-instruct': 'llama-3-8b-instruct',
  'meta-llama-3.1-8b': 'llama-3.1-8b',
  'meta-llama-3.1-8b-instruct': 'llama-3.1-8b-instruct',
  'mistral-7b': 'mistral-7b-v0.1',
  'tiny-stories-1m': 'tinystories-1m',
  'tiny-stories-33m': 'tinystories-33m',
};

/** Owners whose models are called by their name alone, too. Others may have models of the same name that are not the same. */
const OWNERS = new Set([
  'allenai',
  'deepseek-ai',
  'eleutherai',
  'facebook',
  'google',
  'huggingfacetb',
  'meta-llama',
  'microsoft',
  'mistralai',
  'openai-community',
  'qwen',
  'roneneldan',
]);

/** Norms behind attention and MLP, before they are added. */
const NORMS_BEHIND = /^(?:gemma-[23]|gemma-3n|olmo-?2|glm-4)/;

/** Where lists of layers stand in the modules of an architecture. */
const LISTS =
  /^(?:(?:model|transformer|gpt_neox|decoder|language_model|backbone)\.)*(?:layers|h|blocks)\.(\d+)(?:\.(.+))?$/;

/** Hooks of TransformerLens, and the module whose output they are. */
const HOOKS: Readonly<Record<string, string>> = {
  hook_resid_post: '',
  hook_mlp_out: 'mlp',
  hook_attn_out: 'attn',
};

const ATTENTION = /^(?:attn|self_attn|attention)$/;

/** The model's one name. */
export function canonicalModel(name: string, aliases: PlaceAliases): string {
  const meant = aliases.models.get(name) ?? name;
  const [owner, ...rest] = meant.toLowerCase().split('/');
  const short = rest.length === 1 && OWNERS.has(owner) ? rest[0] : meant.toLowerCase();
  return Object.hasOwn(MODELS, short) ? MODELS[short] : short;
}

/** The hookpoint's one name in a model of this canonical name. A transcoder's is that of both its ends. */
export function canonicalHookpoint(name: string, of: { model: string; aliases: PlaceAliases }): string {
  return name
    .split(' -> ')
    .map((place) => canonicalPlace(replaceAlias(place, of.aliases), of.model))
    .join(' -> ');
}

function replaceAlias(name: string, { hookpoints }: PlaceAliases): string {
  const exact = hookpoints.get(name);
  if (exact !== undefined) return exact;
  const layer = /\d+/.exec(name)?.[0];
  const pattern = layer === undefined ? undefined : hookpoints.get(name.replace(layer, '{layer}'));
  return pattern === undefined || layer === undefined ? name : pattern.replace('{layer}', layer);
}

function canonicalPlace(name: string, model: string): string {
  const [, digits, inside = ''] = LISTS.exec(name.replace(/\.output$/, '')) ?? [];
  if (digits === undefined) return name;
  const layer = Number(digits);
  if (inside === 'hook_resid_pre') return layer === 0 ? 'embeddings' : `layer ${layer - 1}`;
  const isHook = Object.hasOwn(HOOKS, inside);
  const module = isHook ? HOOKS[inside] : ATTENTION.test(inside) ? 'attn' : inside;
  if (module === '') return `layer ${layer}`;
  const isBehindNorm = isHook && NORMS_BEHIND.test(model);
  return `layer ${layer} ${module}${isBehindNorm ? ' behind its norm' : ''}`;
}
