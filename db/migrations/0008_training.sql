CREATE TABLE "training_dictionaries" (
	"space_id" bigint NOT NULL,
	"run_id" bigint NOT NULL,
	"tokens" bigint NOT NULL,
	"seed" bigint NOT NULL,
	"run_group_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"fvu" double precision,
	"l0" double precision,
	"dead_fraction" double precision,
	"held_out_tokens" bigint,
	CONSTRAINT "training_dictionaries_space_id_run_id_tokens_seed_pk" PRIMARY KEY("space_id","run_id","tokens","seed")
);
--> statement-breakpoint
CREATE TABLE "training_points" (
	"space_id" bigint NOT NULL,
	"run_id" bigint NOT NULL,
	"seed" bigint NOT NULL,
	"step" integer NOT NULL,
	"tokens" bigint NOT NULL,
	"fvu" double precision,
	"loss" double precision,
	"l0" double precision,
	"dead_fraction" double precision,
	"learning_rate" double precision,
	"tokens_per_second" double precision,
	CONSTRAINT "training_points_space_id_run_id_seed_step_pk" PRIMARY KEY("space_id","run_id","seed","step")
);
--> statement-breakpoint
CREATE TABLE "training_runs" (
	"space_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "training_runs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"job_id" uuid,
	"name" text NOT NULL,
	"fingerprint" text NOT NULL,
	"settings" jsonb NOT NULL,
	"seeds" bigint[] NOT NULL,
	"estimate" jsonb,
	"sources" jsonb,
	"provider" text,
	"versions" jsonb,
	"resumed_at" integer,
	"output" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "training_runs_space_id_id_pk" PRIMARY KEY("space_id","id"),
	CONSTRAINT "training_runs_fingerprint" UNIQUE("space_id","fingerprint")
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"kinds" text[] NOT NULL,
	"provider" text,
	"trainers" text[] NOT NULL,
	"job_id" uuid,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "requires" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "advanced_attempt" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "training_runs" ADD CONSTRAINT "training_runs_space_id_spaces_id_fk" FOREIGN KEY ("space_id") REFERENCES "public"."spaces"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "training_dictionaries_dictionary" ON "training_dictionaries" USING btree ("space_id","dictionary_id");