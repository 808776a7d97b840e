/**
 * Every limit of the API, each with its reason. Raising one is safe as far as its reason says.
 */

/** Largest page of dictionaries, matchings or jobs: rows that carry nested lists of their own. */
export const MAX_PAGE_OF_ROWS = 100;
/** Largest page of latents, pairs or orphans: flat rows. */
export const MAX_PAGE_OF_LATENTS = 500;
/** Largest page of hookpoints: a model of 100 layers has 400 named ones. */
export const MAX_HOOKPOINTS = 500;
/** Largest page of a catalogue: one of thousands of entries, each a few names. */
export const MAX_CATALOGUE_ENTRIES = 500;
/** Ids that `nodes` takes: one screen of things, at most one batch per kind. */
export const MAX_NODES = 100;
/** Dictionaries that one `nearestLatents` searches: each is one scan. */
export const MAX_DICTIONARIES_SEARCHED = 32;
/** Dictionaries of one `collectContexts`: what the queue takes. */
export const MAX_DICTIONARIES_OF_PASS = 64;
/** Hits per dictionary of `nearestLatents`: what a person reads; below the depth to which re-ranking is measured. */
export const MAX_HITS = 100;
/** pgvector's widest `vector`. */
export const MAX_VECTOR_LENGTH = 16_000;
/** Points of one curve: more than a plot has pixels is never read. */
export const MAX_CURVE_POINTS = 2_000;

/** Bytes of one request: a vector of 16,000 numbers at full precision takes about 400 KB. */
export const MAX_BODY_BYTES = 1_000_000;
/** Tokens of one document. The longest of ours, introspection by GraphiQL, has about 400; one spelled-out vector of 4,096 does not fit: pass it as a variable. */
export const MAX_TOKENS = 3_000;
/** Levels of fields. Our deepest example has 9, the introspection query 15. */
export const MAX_DEPTH = 16;
/** Aliases in one document: ten pairs in one request, with two criteria each and room to spare. */
export const MAX_ALIASES = 60;
/** Directives on one place; repeated unknown directives are a known way to burn time in validation. */
export const MAX_DIRECTIVES = 5;
/** Cost of one answer, in resolved fields (see `validation/cost.ts`): a full page of latents with all their partners fits, twice. On the embedded database that is a few seconds. */
export const MAX_COST = 100_000;

/** After this an answer is given up: everything slower is a job. */
export const OPERATION_TIMEOUT_MS = 30_000;
/** A client that needs longer to send its headers or body is not one of ours. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;

/** Files of matchings sent at once: each holds the arrays of one matching, about 6 MB at 131,072 latents. */
export const MAX_DOWNLOADS = 8;
/** A client that takes no byte of a file for this long has gone. */
export const DOWNLOAD_IDLE_MS = 30_000;

/** Sockets open for subscriptions. One browser tab needs one. */
export const MAX_SOCKETS = 200;
/** Subscriptions on one socket. */
export const MAX_SUBSCRIPTIONS_PER_SOCKET = 20;
/** Bytes of one message on a socket: a document and two ids. */
export const MAX_MESSAGE_BYTES = 64_000;
/** How often the jobs table is asked while somebody listens: fast enough for a progress bar, one small statement each. */
export const JOB_POLL_MS = 500;

/** Members that one family lists: a consistent one has as many as there are seeds, one in conflict may have thousands. */
export const MAX_MEMBERS = 100;
/** Explanations that one latent lists: portals have a handful, a benchmark of explainers a few dozen. */
export const MAX_EXPLANATIONS = 100;
/** Largest page of contexts: each is a hundred tokens and as many numbers. */
export const MAX_CONTEXTS = 100;
/** Characters of a question: a paragraph. */
export const MAX_QUESTION_LENGTH = 1_000;
/** Dictionaries that one search of explanations looks into. */
export const MAX_DICTIONARIES_OF_SEARCH = 1_000;
/** Dictionaries of one search with a condition on latents: the matchings of each are read and gone through. */
export const MAX_DICTIONARIES_FILTERED = 100;
/** Dictionaries with which one text is encoded: their weights are read for each request. */
export const MAX_DICTIONARIES_ENCODED = 32;
/** Tokens of a text that is encoded in an answer: what the encoder takes. */
export const MAX_TOKENS_LISTED = 4_096;
/** Features of a text, or of a token of it, that one list holds. */
export const MAX_FEATURES_LISTED = 500;
/** Texts of each of two sets that are contrasted: they have few tokens each, together what one text may have. */
export const MAX_TEXTS_CONTRASTED = 500;
/** Seconds after which to ask again where the database was away: what a restart of PostgreSQL takes. */
export const RETRY_AFTER_S = 5;
/** How long a server that ends waits for what it has begun: below the patience of supervisors before they kill (systemd 90 s, Kubernetes 30 s, Docker 10 s). */
export const DRAIN_MS = 9_000;
