/** The command line: reads flags and environment once, runs one command, and formats errors. Exit 0, 1 (expected failure) or 70 (bug). */
import { Command } from 'commander';
import { defaultContextSettings as defaults } from '../compute/contexts/context-settings.ts';
import { isReseedError } from '../errors.ts';
import { jobKinds } from '../jobs/queue/boss.ts';
import { DEFAULT_EXAMPLES, DEFAULT_EXAMPLES_PER_QUESTION } from '../jobs/explaining/explaining-queue.ts';
import { runCollectContexts } from './commands/collect-contexts.ts';
import { runExplain, runScore } from './commands/explain.ts';
import { addCriterionFlags } from './flags/criterion-flags.ts';
import { runEmbedExplanations } from './commands/embed-explanations.ts';
import { runExport } from './commands/export.ts';
import { runExportExplanations } from './commands/export-explanations.ts';
import { runExportCheckpoints } from './commands/export-checkpoints.ts';
import { runExportFeatures } from './commands/export-features.ts';
import { runHarvest } from './commands/harvest.ts';
import { runImportExplanations } from './commands/import-explanations.ts';
import { runImport } from './commands/import.ts';
import { runImportMatching } from './commands/import-matching.ts';
import { runList } from './commands/list.ts';
import { runMatch } from './commands/match.ts';
import { runReport } from './commands/report.ts';
import { runStart } from './commands/start.ts';
import { runStudy } from './commands/study.ts';
import { runTrain } from './commands/train.ts';
import { runWork } from './commands/work.ts';

const program = new Command('reseed')
  .description('Which latents of a sparse autoencoder come back under another seed, where, and how surely.')
  .showHelpAfterError();

program
  .command('start', { isDefault: true })
  .description('import and match the bundled dictionaries (once), then serve GraphQL')
  .option('--no-bundled', 'leave the bundled dictionaries out')
  .action(runStart);

program
  .command('import')
  .description('import every checkpoint below the given folders')
  .argument('<folder...>', 'folders that hold checkpoints, at any depth')
  .option('--format <name>', 'format, if it should not be recognised by content')
  .option('--model <name>', 'model name')
  .option('--revision <name>', 'model revision')
  .option('--hookpoint <name>', 'hookpoint, for example layers.6.mlp')
  .option('--normalisation <name>', 'input normalisation')
  .option('--run-group <name>', 'run group')
  .option('--init-seed <number>', 'init seed (one folder only)')
  .option('--data-seed <number>', 'data seed')
  .option('--dataset <name>', 'training data')
  .option('--tokens <number>', 'training tokens')
  .option('--portal-id <id>', 'portal id <model>/<source> (one folder only)')
  .option(
    '--decoder-orientation <name>',
    'LATENTS_BY_WIDTH or WIDTH_BY_LATENTS, where n = d and the format leaves it open',
  )
  .action(runImport);

program
  .command('import-explanations')
  .description('import explanations, scores, contexts and statistics of latents (Neuronpedia, SAEDashboard, delphi)')
  .argument('<path...>', 'files or folders, at any depth')
  .option(
    '--dictionary <name>',
    'what they are about: name, id or portal id; without it the portal ids in the files say it',
  )
  .action(runImportExplanations);

program
  .command('import-matching')
  .description('import matchings that others published: pickles of assignments, or files that reseed export wrote')
  .argument('<path...>', 'files, or folders that hold them')
  .option('--by <who>', 'who published them (needed for pickles)')
  .option('--model <name>', 'model name (needed for pickles)')
  .option('--revision <name>', 'model revision')
  .option('--hookpoint <name>', 'hookpoint; {layer} in it stands for the layer of a pickle (needed for pickles)')
  .option('--normalisation <name>', 'input normalisation')
  .option('--width <number>', 'width of the activations, d (needed for pickles)')
  .option('--run-group <name>', 'run group')
  .option('--seeds <a,b>', 'init seeds of rows and columns (one matching only)')
  .option('--encoder <file>', 'pickle with the encoders, if its name does not say so (one matching only)')
  .option('--layer <key>', 'one layer of the pickles')
  .option('--measure <name>', 'what was maximised: COSINE or ABSOLUTE_COSINE')
  .action(runImportMatching);

program
  .command('export-explanations')
  .description("write what is known of a dictionary's latents: explanations, scores, statistics, contexts")
  .argument('<dictionary>', 'name, id or portal id')
  .option('--format <name>', 'neuronpedia, or delphi (explanations and scores only)', 'neuronpedia')
  .requiredOption('--out <folder>', 'folder to make')
  .option('--replace', 'replace the folder if it is there')
  .action(runExportExplanations);

program
  .command('embed-explanations')
  .description('make the vectors that search by meaning needs (RESEED_EMBEDDING_MODEL)')
  .option('--dictionary <name>', 'name, id or portal id; all by default')
  .action(runEmbedExplanations);

program
  .command('collect-contexts')
  .description('read a text with the language model and keep what latents fire on')
  .argument('<run group or dictionary...>', 'names, of one space')
  .requiredOption('--model <folder>', 'language model: model.onnx with tokenizer.json')
  .requiredOption('--corpus <file>', 'text: .jsonl with a field "text", or plain text')
  .option('--hookpoint <name>', "the model's name of the hookpoint, if another")
  .option('--tokens <number>', 'tokens to read at most (default: all of the text)')
  .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)')
  .option('--window <number>', `tokens of one context (default: ${defaults.windowLength})`)
  .option('--top <number>', `strongest contexts per latent (default: ${defaults.top})`)
  .option(
    '--quantiles <number>',
    `parts into which the others are divided by strength (default: ${defaults.quantiles})`,
  )
  .option('--per-quantile <number>', `contexts of each part (default: ${defaults.perQuantile})`)
  .option('--non-activating <number>', `contexts without the latent (default: ${defaults.nonActivating})`)
  .option('--neighbours <number>', `contexts without it but with a latent like it (default: ${defaults.neighbours})`)
  .option('--seed <number>', `seed of the samples (default: ${defaults.seed})`)
  .action(runCollectContexts);

program
  .command('explain')
  .description('explain latents from their contexts')
  .argument('<run group or dictionary...>', 'names')
  .option('--explainer <name>', 'tokens (built in) or llm (RESEED_LLM_URL)', 'tokens')
  .option('--latents <indexes>', 'comma-separated, ranges as 0-99; all by default')
  .option('--examples <number>', `contexts shown of each latent (default: ${DEFAULT_EXAMPLES.explain})`)
  .option('--budget-tokens <number>', 'tokens that each dictionary may use (default: RESEED_LLM_BUDGET_TOKENS)')
  .option('--budget-cost <number>', 'what each dictionary may cost (default: RESEED_LLM_BUDGET_COST)')
  .action(runExplain);

program
  .command('score')
  .description('score explanations on contexts that they were not made from')
  .argument('<run group or dictionary...>', 'names')
  .option(
    '--scorer <name>',
    'token-set (built in), embedding (RESEED_EMBEDDING_MODEL), detection or fuzz (RESEED_LLM_URL)',
    'token-set',
  )
  .option('--method <name>', 'explanations of this method alone, for example tokens or llm')
  .option('--only-best', 'only the best explanation of each latent')
  .option('--latents <indexes>', 'comma-separated, ranges as 0-99; all by default')
  .option('--examples <number>', `examples of each kind (default: ${DEFAULT_EXAMPLES.score})`)
  .option('--examples-per-question <number>', `examples in one question (default: ${DEFAULT_EXAMPLES_PER_QUESTION})`)
  .option('--budget-tokens <number>', 'tokens that each dictionary may use (default: RESEED_LLM_BUDGET_TOKENS)')
  .option('--budget-cost <number>', 'what each dictionary may cost (default: RESEED_LLM_BUDGET_COST)')
  .action(runScore);

program
  .command('match')
  .description('match every pair of a run group and print the table')
  .argument('<run group>', 'name of the run group')
  .option('--absolute', 'also maximise absolute cosines (PW-MCC)')
  .option('--no-nulls', 'do not compute what random vectors give')
  .option('--svcca', 'also compute the SVCCA of every pair')
  .action(runMatch);

addCriterionFlags(
  program
    .command('report')
    .description('what a matched run group says: tables, plots, definitions and proofs')
    .argument('<run group>', 'name of the run group'),
)
  .option('--measure <name>', 'COSINE or ABSOLUTE_COSINE', 'COSINE')
  .option('--out <file>', 'write it to this .html, .md or .txt file instead of the terminal')
  .action(runReport);

program
  .command('export')
  .description('write every matching of a run group to a file of its own')
  .argument('<run group>', 'name of the run group')
  .option('--format <name>', 'json, csv or parquet', 'json')
  .option('--measure <name>', 'COSINE or ABSOLUTE_COSINE', 'COSINE')
  .option('--out <folder>', 'where to write', '.')
  .action(runExport);

program
  .command('export-checkpoints')
  .description('write the dictionaries of a run group as checkpoints that other libraries load')
  .argument('<run group>', 'name of the run group')
  .option('--format <name>', 'sae-lens, or sparsify (TopK only)', 'sae-lens')
  .option('--out <folder>', 'where to write <run>/<hookpoint>/seedN', '.')
  .option('--init-seed <number>', 'only the dictionary with this init seed')
  .option('--replace', 'replace checkpoints that are there')
  .action(runExportCheckpoints);

addCriterionFlags(
  program
    .command('export-features')
    .description('write the core or the union of a matched run group as a checkpoint that other libraries load')
    .argument('<run group>', 'name of the run group'),
)
  .option('--part <name>', 'core (features in all dictionaries) or union (all features)', 'core')
  .option('--format <name>', 'sae-lens, or sparsify (TopK only)', 'sae-lens')
  .option('--out <folder>', 'where to write <run>-<part>/<hookpoint>', '.')
  .option('--replace', 'replace a checkpoint that is there')
  .action(runExportFeatures);

program
  .command('harvest')
  .description('activations of a language model in ONNX on a text, into a folder of shards')
  .requiredOption('--model <folder>', 'folder with model.onnx, tokenizer.json and config.json, or the .onnx file')
  .option('--list', 'only list the hookpoints of the model')
  .option('--corpus <file>', 'text (documents between <|endoftext|> or blank lines) or .jsonl with a field "text"')
  .option('--hookpoint <name>', 'for example layers.6.mlp')
  .option('--out <folder>', 'where to write; a stopped harvest goes on there')
  .option('--tokens <number>', 'tokens after which to end (default: all of the text)')
  .option('--context <number>', 'tokens of a window (default: what the model takes, at most 512)')
  .option('--dtype <name>', 'f32, f16 or bf16', 'f16')
  .option(
    '--bos <rule>',
    "which windows begin with the tokenizer's BOS: window (all), document (first ones), none",
    'window',
  )
  .option('--keep-bos', 'keep the activations at BOS')
  .option('--model-name <name>', 'how the model is called (default: as its files say)')
  .option('--revision <name>', 'model revision')
  .action(runHarvest);

const training = (name: string, description: string) =>
  program
    .command(name)
    .description(description)
    .option('--activations <folder>', 'folder of activation shards')
    .option('--model <name>', 'model name, where the files do not say it; with --corpus, its folder')
    .option('--revision <name>', 'model revision, where the files do not say it')
    .option('--hookpoint <name>', 'for example layers.2.mlp; with --activations only where the files do not say it')
    .option('--seeds <numbers>', 'init seeds, for example 4,5,6')
    .option('--data-seed <number>', 'seed of the data order')
    .option('--batch-size <tokens>', 'tokens per step')
    .option('--tokens <number>', 'tokens to train on (default: every vector once)')
    .option('--learning-rate <number>', "peak learning rate (default: the paper's, 2e-4 / sqrt(n / 2^14))")
    .option('--warmup-steps <number>', 'steps over which the learning rate rises')
    .option('--decay-steps <number>', 'last steps, over which it falls')
    .option('--sparsity-warmup-steps <number>', 'steps over which the sparsity coefficient rises')
    .option('--aux-k [weight]', 'revive dead latents by AuxK (weight 1/32)')
    .option('--dead-after-tokens <number>', 'tokens without firing after which a latent is dead')
    .option('--input-scale <number>', 'activations are multiplied by this before training')
    .option('--no-nulls', 'do not compute what random vectors give');

training('train', 'train several seeds on the same batches, make a run group of them and match it')
  .option('--name <run group>', 'run group that they become')
  .option('--architecture <name>', 'TOPK, BATCH_TOPK, RELU_L1, GATED or JUMP_RELU', 'TOPK')
  .option('--latents <n>', 'number of latents')
  .option('--expansion <factor>', 'number of latents as a multiple of the width')
  .option('--k <number>', 'active latents per token (TOPK, BATCH_TOPK)')
  .option('--sparsity <coefficient>', 'weight of the sparsity term (RELU_L1, GATED, JUMP_RELU)')
  .option(
    '--match-at <tokens>',
    'token counts at which to keep and match the seeds as they are then, for example 1e6,1e7',
  )
  .option('--provider <name>', 'cpu, cuda or webgpu: where it must be computed')
  .option('--trainer <name>', 'an external trainer from RESEED_TRAINERS')
  .option('--no-match', 'do not match the run group')
  .option('--corpus <file>', 'text that the model reads, instead of --activations')
  .option('--text-tokens <number>', 'tokens of the text to take (default: as many as --tokens needs)')
  .option('--context <number>', 'tokens that the model sees at once (default: what it takes, at most 512)')
  .option('--bos <rule>', 'windows that begin with BOS: window (each), document or none')
  .option('--model-name <name>', 'how the language model is called (default: as its files say)')
  .option('--resume', 'go on with the runs that were stopped')
  .action(runTrain);

addCriterionFlags(
  training(
    'study',
    'train and match several seeds of each n and architecture, and show the shared fraction against both',
  ),
)
  .option('--architectures <names>', 'TOPK, RELU_L1', 'TOPK,RELU_L1')
  .option('--latents <numbers>', 'numbers of latents', '128,256,512')
  .option('--k <number>', 'active latents per token (TOPK)')
  .option('--sparsity <coefficients>', 'weight of the L1 term (RELU_L1): one, or one for each number of latents')
  .option('--out <file>', 'also write it, with plots, to this .html, .md or .txt file')
  .action(runStudy);

program.command('list').description('list run groups and their dictionaries').action(runList);

program
  .command('work')
  .description('run jobs of the PostgreSQL database in DATABASE_URL until stopped')
  .option('--queues <kinds>', `comma-separated kinds to take (default: all): ${jobKinds.join(', ').toLowerCase()}`)
  .action(runWork);

try {
  await program.parseAsync();
} catch (error) {
  if (isReseedError(error)) {
    process.stderr.write(`${error.message}\n  ${error.code}. ${error.hint}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(`This is a bug in Reseed:\n${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 70;
  }
}
