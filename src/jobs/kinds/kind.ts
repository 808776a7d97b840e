/**
 * What a kind of job consists of. Every kind is one object, in a file of this folder named after it; `registry.ts` lists them.
 *
 * The object is light: the code that runs a job is loaded when the first job of the kind runs, so that who only asks for work, or reads what came
 * of it, loads no numerics.
 */
import type { PgBoss } from 'pg-boss';
import type { Database, Session } from '../../../db/connect/connect.ts';
import type { HubSettings } from '../../../loaders/hub/hub-settings.ts';
import type { JobRow } from '../../../db/stores/job-runs.ts';
import type { ChatSettings } from '../chat/chat-settings.ts';
import type { TrainerTemplates } from '../training/trainer-templates.ts';
import type { Task } from '../worker/task.ts';
import type { StoredForm } from './stored-form.ts';

/** How long a job of a kind takes, at most, of what is usual: short work is taken before long work. */
export const urgencies = ['SECONDS', 'MINUTES', 'HOURS', 'DAYS'] as const;
export type Urgency = (typeof urgencies)[number];

/** What a request is checked against: the settings of the process that takes it. */
export interface Desk {
  readonly db: Database;
  readonly importRoots: readonly string[];
  /** Null where no exports are taken. */
  readonly exportRoot: string | null;
  /** External trainers that may be asked for. */
  readonly trainers: TrainerTemplates;
  /** Memory that one training run may use. */
  readonly memoryMb: number;
  /** Threads of the matrix product. */
  readonly threads: number;
  /** The chat model that workers may ask; null if none is configured. */
  readonly chat: ChatSettings | null;
  /** The hub from which checkpoints may be brought; null: none. */
  readonly hub: HubSettings | null;
  /** Whether workers have an embedding model. */
  readonly embeds: boolean;
}

/** Where jobs are put: the transaction that the caller is in, and the queue. */
export interface Enqueuing {
  readonly tx: Session;
  readonly boss: PgBoss;
}

/** A job before it is queued. */
export interface NewJob<Payload> {
  /** What makes two requests the same work. A job with this key that is queued or running is taken instead. */
  readonly key: string;
  /** One line for people. */
  readonly title: string;
  readonly payload: Payload;
  /** What it works on. */
  readonly spaceId?: number;
  readonly dictionaryId?: number;
  readonly matchingId?: number;
  /** What a worker must have to take it. */
  readonly requires?: string | null;
  /** Called with the job, new or not, in the transaction in which it is queued. */
  readonly onQueued?: (job: JobRow) => Promise<void>;
}

/** The job to queue; a job that has done the work already, or does it; or null where nothing is left to do. */
export type Found<Payload> = NewJob<Payload> | { readonly present: JobRow } | null;

/** What became of a request: the job, or what finds it in the transaction in which it is queued. */
export type Accepted<Payload> = NewJob<Payload> | ((enqueuing: Enqueuing) => Promise<Found<Payload>>);

/** One kind of job. */
export interface KindDefinition<Name extends string, Request, Payload, Result> {
  readonly kind: Name;
  readonly urgency: Urgency;
  readonly payload: StoredForm<Payload>;
  readonly result: StoredForm<Result>;
  /** Checks everything that can be checked before the job runs; throws coded errors. Nothing is written. */
  readonly accept: (request: Request, desk: Desk) => Promise<Accepted<Payload>> | Accepted<Payload>;
  readonly run: Task<Payload, Result>;
}

/** `definition`, checked. */
export function defineKind<const Name extends string, Request, Payload, Result>(
  definition: KindDefinition<Name, Request, Payload, Result>,
): KindDefinition<Name, Request, Payload, Result> {
  return definition;
}
