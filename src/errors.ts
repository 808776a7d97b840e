/**
 * The catalogue of expected failures: everything that can go wrong without a bug of ours.
 *
 * In: nothing. Out: one error class whose message may be shown to anybody, with a stable code and a hint that says what to change.
 * Programmer mistakes stay `TypeError` and `RangeError`; only the edges (GraphQL, command line, worker) format errors.
 */

/** Every stable code, with what it means. A code is never renamed or reused. */
export const errorCodes = {
  // requests
  BAD_INPUT: 'An argument is missing, malformed or out of range.',
  BAD_CONFIG: 'A setting from the environment or the command line is missing, malformed or out of range.',
  NOT_FOUND: 'Nothing has this id or name.',
  BAD_ID: 'This is not an id that this server gave out, or it names another kind of object.',
  AMBIGUOUS_NAME: 'Several dictionaries or run groups have this name.',
  BAD_CURSOR: 'This is not a cursor of this list.',
  BAD_VECTOR: 'A query vector is empty, too long, of the wrong width, not finite or all zero.',
  QUERY_TOO_COSTLY: 'A query asks for more than one answer may hold.',
  BAD_REQUEST: 'The HTTP request is not one that this server takes.',
  KEY_NEEDED: 'The server asks for a key, and the request has none.',
  KEY_REFUSED: 'The key of a request is not known, revoked or expired.',
  FORBIDDEN: 'The role of a key, or of requests without one, does not allow this.',
  TIMED_OUT: 'An answer took longer than one request may.',
  NOT_MATCHED: 'Two dictionaries have not been matched, or not completely.',
  ALIVE_UNKNOWN: 'Only alive latents are to be counted, and it is not known which are, or how often they fire.',
  NO_ENCODER: 'A dictionary has no encoder rows.',
  NEAREST_METHOD_UNAVAILABLE: 'The asked search method does not exist for this dictionary.',
  NO_EMBEDDER: 'No embedding model is configured.',
  EMBEDDER_UNAVAILABLE: 'The configured embedding model is not there, or cannot be used.',
  // spaces and groups
  SPACE_MISMATCH: 'Two dictionaries, or a dictionary and a vector, are of different spaces.',
  GROUP_MISMATCH: 'A dictionary differs from its run group in more than the seed.',
  SAME_DICTIONARY: 'A dictionary cannot be matched with itself.',
  // files
  PATH_OUTSIDE_ROOTS: 'A path, or what a link in it leads to, is outside the configured import roots.',
  SOURCE_NOT_FOUND: 'There is no file or folder here, or it cannot be read.',
  SOURCE_CHANGED: 'A file changed while it was being read.',
  FORMAT_UNKNOWN: 'No loader recognises this folder or file.',
  FORMAT_UNSUPPORTED: 'The format is known, but not this kind of dictionary in it.',
  SAFETENSORS_TRUNCATED: 'The file ends before its header or its tensors do.',
  SAFETENSORS_BAD_HEADER: 'The header is not valid JSON of the documented form.',
  SAFETENSORS_HEADER_TOO_LARGE: 'The header is longer than the format allows.',
  SAFETENSORS_DUPLICATE_KEY: 'The header names a tensor twice.',
  SAFETENSORS_UNKNOWN_DTYPE: 'A tensor has a dtype that the format does not have, or that has no meaning here.',
  SAFETENSORS_BAD_OFFSETS: 'Offsets lie, overlap, leave a hole or do not match dtype and shape.',
  ZIP_BAD: 'A zip file is broken, or holds nothing that is read.',
  NPZ_BAD: 'An array of NumPy in an npz file is not of a form that is read.',
  TORCH_FILE_BAD: 'A file of torch.save does not describe its tensors in a form that is read.',
  SHARD_INDEX_BAD: 'The index of a sharded set names missing files, unsafe names or tensors that are not there.',
  SHARD_MISSING: 'A shard that the manifest names is not there, or a folder holds no shards.',
  SHARD_CHANGED: 'A shard is not the one that the manifest describes.',
  CONFIG_BAD: 'The configuration next to the weights is not valid JSON of the expected form.',
  TENSOR_MISSING: 'A tensor that the format requires is not there.',
  TENSOR_BAD_SHAPE: 'A tensor does not have the shape that the configuration or the other tensors imply.',
  TENSOR_NOT_FINITE: 'A tensor holds NaN or infinity.',
  ORIENTATION_AMBIGUOUS: 'A square weight matrix may be stored either way and the format does not say which.',
  DICTIONARY_TOO_LARGE: 'A dictionary has more latents or dimensions than can be stored.',
  FACT_CONTRADICTS: 'A fact that was given for a dictionary contradicts the one that is stored.',
  CONFIGURATION_DIFFERS: 'A checkpoint has the weights of a dictionary that is here, and another configuration.',
  PORTAL_ID_TAKEN: 'Another dictionary has this portal id.',
  CHECKPOINT_AMBIGUOUS: 'A folder holds several dictionaries, and one was asked for.',
  IDENTITY_UNKNOWN: 'The model or hookpoint is stated nowhere and could not be inferred.',
  // the hub
  HUB_OFF: 'Nothing is brought from the hub here: the operator has switched it off.',
  HUB_UNAVAILABLE: 'The hub does not answer, breaks off again and again, or asks to wait too long.',
  HUB_REFUSED: 'The hub does not let this token, or nobody without one, read what was asked for.',
  HUB_BAD:
    'What the hub answers is not what its protocol or its own listing says, or it sends to a host that is not allowed.',
  HUB_TOO_LARGE: 'More would be brought from the hub than one import may.',
  // language models
  MODEL_BAD: 'An ONNX model, or a file next to it, cannot be read as what it should be.',
  MODEL_UNSUPPORTED: 'A model takes inputs, or a tokenizer works in a way, that harvesting does not know.',
  HOOKPOINT_UNKNOWN: 'A model has no hookpoint of this name.',
  OTHER_DICTIONARY: 'A file names many latents that a dictionary does not have: it belongs to another one.',
  FILE_BAD: 'A file of explanations or activations is broken, cut off, or decompresses to more than it may.',
  // writing
  FORMAT_CANNOT_EXPRESS: 'A checkpoint format has no form for this kind of dictionary.',
  WRITE_REFUSED: 'The system refused to write: no room, no permission or no such place.',
  PLACE_TAKEN: 'Something else is already where a file or folder was to be written.',
  EXPORT_OFF: 'No folder has been configured below which this server may write.',
  // published matchings
  PICKLE_REFUSED:
    'A pickle holds an instruction or an object that is not on the list of what is read. Nothing in a pickle is ever executed.',
  PICKLE_TRUNCATED: 'A pickle ends before it is complete.',
  MATCHING_FILE_BAD: 'A file of a matching does not have the documented form.',
  NOT_A_BIJECTION:
    'A published matching names a latent twice, or one that does not exist, or leaves out one that could be matched.',
  MATCHING_EXISTS: 'Another matching of these dictionaries is there, which an import does not replace.',
  COSINES_UNKNOWN: 'A matching was published without cosines, and is asked for a number that needs them.',
  NO_WEIGHTS: 'A dictionary is known from a published matching only: its rows are not here.',
  // database
  DATABASE_IN_USE: 'Another process has the embedded database open.',
  DATABASE_UNREACHABLE: 'The database does not answer or refuses the connection; the same question may be asked again.',
  SHUTTING_DOWN: 'The server ends: it finishes what it has begun and takes nothing new.',
  DATABASE_UNSUITABLE: 'The server lacks pgvector, or it or pgvector is too old.',
  DATABASE_NEWER: 'The database was migrated by a newer version of this program.',
  // jobs
  JOB_CANCELLED: 'The job was cancelled.',
  JOB_SUPERSEDED: 'Another attempt took this job over.',
  JOB_FAILED: 'The job failed for a reason that is in the log.',
  JOB_NEWER: 'What is stored of a job was written by a newer release.',
  JOB_BAD: 'What is stored of a job does not have the form of its kind.',
  WORKER_CRASHED: 'The processes that ran the job crashed or hung under it, twice.',
  CANNOT_ENCODE: 'A dictionary lacks what it takes to compute which latents fire.',
  TOO_LARGE_TO_ENCODE: 'A text, a model or dictionaries are larger than what one answer encodes.',
  TOO_LARGE_TO_COLLECT: 'Collecting contexts needs more memory than this worker may use.',
  NO_CONTEXTS: 'No contexts have been collected or imported for this dictionary.',
  LLM_NOT_CONFIGURED: 'No chat model has been configured here.',
  LLM_REFUSED: 'The configured chat model refuses every request.',
  LLM_UNAVAILABLE: 'The configured chat model does not answer.',
  TOO_LARGE_TO_MATCH: 'The dictionaries need more memory than this worker may use.',
  PROVIDER_UNAVAILABLE: 'The configured execution provider of onnxruntime is not there or does not open.',
  PROVIDER_FAILED: 'The execution provider failed while it computed.',
  DEVICE_OUT_OF_MEMORY: 'The device of the execution provider has no room for the arrays of a job.',
  PROVIDER_INEXACT: 'The configured execution provider computes with less than float32 precision.',
  NULL_TOO_COSTLY: 'A covariance-matched null needs more arithmetic than is allowed for it.',
  SIMILARITY_TOO_COSTLY: 'Rows are too wide for the decompositions that a similarity needs.',
  // training
  TRAINING_DIVERGED: 'The loss of a training run is no longer a finite number.',
  TRAINING_DATA_SHORT: 'The activations end before the training does.',
  TOO_LARGE_TO_TRAIN: 'A training needs more memory, or more room on the disk, than this worker may use.',
  CHECKPOINT_MISMATCH: 'A checkpoint is of another training than the one that would continue it.',
  TRAINER_UNKNOWN: 'No external trainer of this name has been configured here.',
  TRAINER_FAILED: 'An external trainer could not be started, failed, or left something else than it was asked for.',
} as const;

/** A stable code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** An expected failure. `message` and `hint` are written for the person who reads them and hold no secrets and no server paths. */
export class ReseedError extends Error {
  readonly code: ErrorCode;
  /** What to type or change next. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint: string; cause?: unknown }) {
    super(message, { cause: options.cause });
    this.name = 'ReseedError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** Whether `error` is a {@link ReseedError}, of one code if one is given. */
export function isReseedError(error: unknown, code?: ErrorCode): error is ReseedError {
  return error instanceof ReseedError && (code === undefined || error.code === code);
}
