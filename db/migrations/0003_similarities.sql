CREATE TABLE "similarities" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"statistics" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "similarities_space_id_matching_id_kind_pk" PRIMARY KEY("space_id","matching_id","kind")
);
--> statement-breakpoint
ALTER TABLE "similarities" ADD CONSTRAINT "similarities_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;