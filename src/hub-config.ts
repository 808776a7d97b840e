/**
 * The environment -> from which hub checkpoints may be brought, and who may ask for it. Part of `config.ts`; read once, in the command line.
 *
 * The token is in nothing that this says.
 */
import path from 'node:path';
import * as v from 'valibot';
import type { HubSettings } from '../loaders/hub/hub-settings.ts';
import { ReseedError } from './errors.ts';

const environment = v.object({
  RESEED_HUB: v.optional(v.picklist(['off', 'commands', 'api']), 'commands'),
  RESEED_HUB_DIR: v.optional(v.string(), '.reseed-hub'),
  RESEED_HUB_HOSTS: v.optional(v.string(), '.huggingface.co,.hf.co'),
  RESEED_HUB_MAX_GB: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,6}(\.\d+)?$/, 'expected a number'),
      v.transform(Number),
      v.minValue(0.001, 'expected at least 0.001'),
    ),
    '64',
  ),
  HF_ENDPOINT: v.optional(v.string()),
  HF_TOKEN: v.optional(v.string()),
});

/** Names of the variables that are read here. */
export const hubVariables: readonly string[] = Object.keys(environment.entries);

const DEFAULT_ENDPOINT = 'https://huggingface.co';
/** Longest silence: a store of files wakes what is cold within half a minute. */
const TIMEOUT_MS = 60_000;
/** With waits of 1, 2, 4 ... seconds between them: half a minute of a hub that is away. */
const ATTEMPTS = 6;
const BACKOFF_MS = 1_000;
/** Limits of the hub are for five minutes. */
const MAX_WAIT_MS = 330_000;

/** The settings; null where nothing may be brought. Throws `BAD_CONFIG`. */
export function buildHubSettings(
  env: Record<string, string | undefined>,
  cwd: string,
): { readonly hub: HubSettings | null; readonly apiUsesHub: boolean } {
  const parsed = v.safeParse(environment, env);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw badConfig(v.getDotPath(issue) ?? 'environment', issue.message);
  }
  const e = parsed.output;
  if (e.RESEED_HUB === 'off') return { hub: null, apiUsesHub: false };
  const hosts = e.RESEED_HUB_HOSTS.split(',')
    .map((host) => host.trim().toLowerCase())
    .filter(Boolean);
  const strange = hosts.find((host) => !/^\.?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?$/.test(host));
  if (strange !== undefined)
    throw badConfig(
      'RESEED_HUB_HOSTS',
      'expected hosts, separated by commas: name, name:port, or .name with all below it',
    );
  const hub = Object.freeze({
    endpoint: checkEndpoint(e.HF_ENDPOINT || DEFAULT_ENDPOINT),
    token: checkToken(e.HF_TOKEN),
    hosts: Object.freeze(hosts),
    folder: path.resolve(cwd, e.RESEED_HUB_DIR),
    maxBytes: e.RESEED_HUB_MAX_GB * 1e9,
    timeoutMs: TIMEOUT_MS,
    attempts: ATTEMPTS,
    backoffMs: BACKOFF_MS,
    maxWaitMs: MAX_WAIT_MS,
  });
  return { hub, apiUsesHub: e.RESEED_HUB === 'api' };
}

function checkEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isPlain = url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (isPlain && (url.protocol === 'http:' || url.protocol === 'https:')) return url.href.replace(/\/+$/, '');
  throw badConfig('HF_ENDPOINT', 'expected http:// or https:// without user, password, ? and #');
}

function checkToken(text = ''): string | null {
  const token = text.trim();
  if (token === '') return null;
  if (token.length <= 1_024 && /^[\x21-\x7e]+$/.test(token)) return token;
  throw badConfig('HF_TOKEN', 'expected one line of printable characters');
}

function badConfig(name: string, fault: string): ReseedError {
  return new ReseedError('BAD_CONFIG', `Cannot use ${name}: ${fault}`, {
    hint: `Correct ${name} in the environment, or unset it to use the default (docs/operate.md, "Configuration").`,
  });
}
