CREATE TABLE "activation_collections" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "activation_collections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"state" text NOT NULL,
	"source" text NOT NULL,
	"dataset" text,
	"tokens" bigint,
	"context_length" integer,
	"has_token_texts" boolean NOT NULL,
	"latents" integer DEFAULT 0 NOT NULL,
	"external_key" text NOT NULL,
	"details" jsonb,
	"job_id" uuid,
	"job_attempt" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "activation_collections_space_id_dictionary_id_id_pk" PRIMARY KEY("space_id","dictionary_id","id")
);
--> statement-breakpoint
CREATE TABLE "embedders" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "embedders_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"version" text NOT NULL,
	"dimensions" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "embedders_identity" UNIQUE("name","version","dimensions")
);
--> statement-breakpoint
CREATE TABLE "explanation_embeddings" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"embedder_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"explanation_id" bigint NOT NULL,
	"vector" vector NOT NULL,
	CONSTRAINT "explanation_embeddings_pk" PRIMARY KEY("space_id","dictionary_id","embedder_id","index","explanation_id")
);
--> statement-breakpoint
CREATE TABLE "explanation_scores" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"explanation_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "explanation_scores_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"scorer" text NOT NULL,
	"value" double precision,
	"scoring_model" text,
	"examples" integer,
	"failed" integer DEFAULT 0 NOT NULL,
	"unparsable" integer DEFAULT 0 NOT NULL,
	"details" jsonb,
	"samples" jsonb,
	"source" text NOT NULL,
	"source_id" text,
	"external_key" text NOT NULL,
	"made_at" timestamp with time zone,
	"job_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "explanation_scores_pk" PRIMARY KEY("space_id","dictionary_id","index","explanation_id","id"),
	CONSTRAINT "explanation_scores_external_key" UNIQUE("space_id","dictionary_id","index","explanation_id","external_key")
);
--> statement-breakpoint
CREATE TABLE "explanations" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "explanations_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"text" text NOT NULL,
	"method" text NOT NULL,
	"explainer_model" text,
	"prompt_version" text,
	"author" text,
	"source" text NOT NULL,
	"source_id" text,
	"external_key" text NOT NULL,
	"details" jsonb,
	"made_at" timestamp with time zone,
	"score" double precision,
	"scorer" text,
	"scorer_rank" smallint DEFAULT 32767 NOT NULL,
	"search" "tsvector" GENERATED ALWAYS AS (to_tsvector('english'::regconfig, text) || to_tsvector('simple'::regconfig, text)) STORED,
	"job_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "explanations_space_id_dictionary_id_index_id_pk" PRIMARY KEY("space_id","dictionary_id","index","id"),
	CONSTRAINT "explanations_external_key" UNIQUE("space_id","dictionary_id","index","external_key")
);
--> statement-breakpoint
CREATE TABLE "latent_contexts" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"collection_id" bigint NOT NULL,
	"kind" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"tokens" text[] NOT NULL,
	"token_ids" integer[],
	"activations" real[] NOT NULL,
	"position" integer NOT NULL,
	"max_activation" real NOT NULL,
	"quantile" smallint,
	"neighbour" integer,
	"document" bigint,
	"offset" integer,
	"source_text" text,
	CONSTRAINT "latent_contexts_pk" PRIMARY KEY("space_id","dictionary_id","index","collection_id","kind","ordinal")
);
--> statement-breakpoint
CREATE TABLE "latent_statistics" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"collection_id" bigint NOT NULL,
	"firing_count" bigint,
	"firing_frequency" double precision,
	"max_activation" double precision,
	"histogram_values" double precision[],
	"histogram_counts" double precision[],
	"top_tokens" text[],
	"top_token_values" double precision[],
	"promoted_tokens" text[],
	"promoted_values" double precision[],
	"suppressed_tokens" text[],
	"suppressed_values" double precision[],
	"logit_histogram_values" double precision[],
	"logit_histogram_counts" double precision[],
	CONSTRAINT "latent_statistics_pk" PRIMARY KEY("space_id","dictionary_id","index","collection_id")
);
--> statement-breakpoint
ALTER TABLE "dictionaries" ADD COLUMN "statistics_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "result" jsonb;--> statement-breakpoint
ALTER TABLE "latents" ADD COLUMN "frequency_collection_id" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "activation_collections_external_key" ON "activation_collections" USING btree ("space_id","dictionary_id","external_key") WHERE state = 'READY';--> statement-breakpoint
CREATE INDEX "explanations_search" ON "explanations" USING gin ("search");