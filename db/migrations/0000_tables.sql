CREATE TABLE "dictionaries" (
	"space_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "dictionaries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_group_id" bigint NOT NULL,
	"state" text NOT NULL,
	"name" text NOT NULL,
	"architecture" text NOT NULL,
	"n_latents" integer NOT NULL,
	"d_in" integer NOT NULL,
	"k" integer,
	"l1_coefficient" double precision,
	"init_seed" bigint,
	"data_seed" bigint,
	"dataset" text,
	"tokens" bigint,
	"n_alive" integer NOT NULL,
	"has_encoder" boolean NOT NULL,
	"portal_id" text,
	"format" text NOT NULL,
	"source_uri" text NOT NULL,
	"content_sha256" text NOT NULL,
	"decoder_sha256" text NOT NULL,
	"encoder_sha256" text,
	"files" jsonb NOT NULL,
	"guesses" jsonb NOT NULL,
	"config" jsonb,
	"decoder_bias" vector,
	"nearest_indexes" text[] DEFAULT '{}' NOT NULL,
	"job_id" uuid,
	"job_attempt" integer,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dictionaries_space_id_id_pk" PRIMARY KEY("space_id","id")
);
--> statement-breakpoint
CREATE TABLE "hookpoints" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "hookpoints_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"model_id" bigint NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "hookpoints_model_name" UNIQUE("model_id","name")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"payload" jsonb NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"progress_done" double precision,
	"progress_total" double precision,
	"progress_unit" text,
	"progress_step" text,
	"error_code" text,
	"error_message" text,
	"error_hint" text,
	"space_id" bigint,
	"dictionary_id" bigint,
	"matching_id" bigint,
	"already_present" boolean,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "latent_vectors" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"index" integer NOT NULL,
	"vector" vector NOT NULL,
	"bits" bit varying GENERATED ALWAYS AS (case when vector_dims(vector) > 2000 and vector_norm(vector) > 0 then binary_quantize(vector) end) STORED,
	CONSTRAINT "latent_vectors_space_id_dictionary_id_side_index_pk" PRIMARY KEY("space_id","dictionary_id","side","index")
);
--> statement-breakpoint
CREATE TABLE "latents" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"index" integer NOT NULL,
	"alive" boolean NOT NULL,
	"decoder_norm" double precision NOT NULL,
	"encoder_norm" double precision,
	"encoder_bias" real,
	"threshold" real,
	"firing_frequency" real,
	CONSTRAINT "latents_space_id_dictionary_id_index_pk" PRIMARY KEY("space_id","dictionary_id","index")
);
--> statement-breakpoint
CREATE TABLE "matching_latents" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"end" smallint NOT NULL,
	"index" integer NOT NULL,
	"partner" integer,
	"cosine" double precision NOT NULL,
	"candidates" integer[] NOT NULL,
	"candidate_cosines" double precision[] NOT NULL,
	CONSTRAINT "matching_latents_space_id_matching_id_side_end_index_pk" PRIMARY KEY("space_id","matching_id","side","end","index")
);
--> statement-breakpoint
CREATE TABLE "matching_sides" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"pairs" integer NOT NULL,
	"mmcs_ab" double precision NOT NULL,
	"mmcs_ba" double precision NOT NULL,
	"regret" double precision NOT NULL,
	"certificate" jsonb NOT NULL,
	"job_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "matching_sides_space_id_matching_id_side_pk" PRIMARY KEY("space_id","matching_id","side")
);
--> statement-breakpoint
CREATE TABLE "matchings" (
	"space_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "matchings_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"a" bigint NOT NULL,
	"b" bigint NOT NULL,
	"measure" text NOT NULL,
	"content_a" text NOT NULL,
	"content_b" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "matchings_space_id_id_pk" PRIMARY KEY("space_id","id"),
	CONSTRAINT "matchings_pair" UNIQUE("space_id","a","b","measure")
);
--> statement-breakpoint
CREATE TABLE "models" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "models_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"revision" text NOT NULL,
	CONSTRAINT "models_name_revision" UNIQUE("name","revision")
);
--> statement-breakpoint
CREATE TABLE "null_baselines" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"statistics" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "null_baselines_space_id_matching_id_kind_pk" PRIMARY KEY("space_id","matching_id","kind")
);
--> statement-breakpoint
CREATE TABLE "run_groups" (
	"space_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "run_groups_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_groups_space_id_id_pk" PRIMARY KEY("space_id","id"),
	CONSTRAINT "run_groups_name" UNIQUE("space_id","name")
);
--> statement-breakpoint
CREATE TABLE "spaces" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "spaces_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"hookpoint_id" bigint NOT NULL,
	"d_in" integer NOT NULL,
	"normalisation" text NOT NULL,
	CONSTRAINT "spaces_identity" UNIQUE("hookpoint_id","d_in","normalisation")
);
--> statement-breakpoint
ALTER TABLE "dictionaries" ADD CONSTRAINT "dictionaries_space_id_run_group_id_run_groups_space_id_id_fk" FOREIGN KEY ("space_id","run_group_id") REFERENCES "public"."run_groups"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hookpoints" ADD CONSTRAINT "hookpoints_model_id_models_id_fk" FOREIGN KEY ("model_id") REFERENCES "public"."models"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_sides" ADD CONSTRAINT "matching_sides_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchings" ADD CONSTRAINT "matchings_space_id_a_dictionaries_space_id_id_fk" FOREIGN KEY ("space_id","a") REFERENCES "public"."dictionaries"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matchings" ADD CONSTRAINT "matchings_space_id_b_dictionaries_space_id_id_fk" FOREIGN KEY ("space_id","b") REFERENCES "public"."dictionaries"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "null_baselines" ADD CONSTRAINT "null_baselines_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "run_groups" ADD CONSTRAINT "run_groups_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spaces" ADD CONSTRAINT "spaces_hookpoint_id_hookpoints_id_fk" FOREIGN KEY ("hookpoint_id") REFERENCES "public"."hookpoints"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "dictionaries_content" ON "dictionaries" USING btree ("space_id","content_sha256") WHERE state = 'READY';--> statement-breakpoint
CREATE INDEX "dictionaries_portal" ON "dictionaries" USING btree ("portal_id");--> statement-breakpoint
CREATE INDEX "dictionaries_group" ON "dictionaries" USING btree ("space_id","run_group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_live_key" ON "jobs" USING btree ("key") WHERE state in ('QUEUED', 'RUNNING');--> statement-breakpoint
CREATE INDEX "jobs_created" ON "jobs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "jobs_matching" ON "jobs" USING btree ("space_id","matching_id");--> statement-breakpoint
CREATE INDEX "jobs_dictionary" ON "jobs" USING btree ("space_id","dictionary_id");--> statement-breakpoint
CREATE INDEX "matchings_b" ON "matchings" USING btree ("space_id","b");