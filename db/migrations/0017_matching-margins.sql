CREATE TABLE "matching_margins" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"at_least" double precision[] NOT NULL,
	"at_most" double precision[] NOT NULL,
	CONSTRAINT "matching_margins_space_id_matching_id_side_pk" PRIMARY KEY("space_id","matching_id","side")
);
--> statement-breakpoint
ALTER TABLE "matching_margins" ADD CONSTRAINT "matching_margins_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;