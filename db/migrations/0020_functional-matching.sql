CREATE TABLE "evaluations" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"source_key" text NOT NULL,
	"source" jsonb NOT NULL,
	"record" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "evaluations_space_id_dictionary_id_source_key_pk" PRIMARY KEY("space_id","dictionary_id","source_key")
);
--> statement-breakpoint
CREATE TABLE "matching_firings" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"source_key" text NOT NULL,
	"source" jsonb NOT NULL,
	"fires_a" integer[] NOT NULL,
	"fires_b" integer[] NOT NULL,
	"both_by_direction" integer[] NOT NULL,
	"correlations" double precision[] NOT NULL,
	"both_by_firing" integer[] NOT NULL,
	"cosines" double precision[] NOT NULL,
	CONSTRAINT "matching_firings_space_id_matching_id_pk" PRIMARY KEY("space_id","matching_id")
);
--> statement-breakpoint
ALTER TABLE "evaluations" ADD CONSTRAINT "evaluations_space_id_dictionary_id_dictionaries_space_id_id_fk" FOREIGN KEY ("space_id","dictionary_id") REFERENCES "public"."dictionaries"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "matching_firings" ADD CONSTRAINT "matching_firings_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;