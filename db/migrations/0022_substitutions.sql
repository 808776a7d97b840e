CREATE TABLE "substitutions" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"source_key" text NOT NULL,
	"source" jsonb NOT NULL,
	"fires" integer[] NOT NULL,
	"ablated" double precision[] NOT NULL,
	"substituted" double precision[] NOT NULL,
	"at_least" double precision[] NOT NULL,
	"at_most" double precision[] NOT NULL,
	"random" double precision[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "substitutions_space_id_matching_id_side_pk" PRIMARY KEY("space_id","matching_id","side")
);
--> statement-breakpoint
ALTER TABLE "substitutions" ADD CONSTRAINT "substitutions_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;