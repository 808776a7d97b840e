CREATE TABLE "score_ranks" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"definition" text NOT NULL,
	"end" smallint NOT NULL,
	"ranks" "bytea" NOT NULL,
	"agreement" double precision,
	"mean_decoder_cosine" double precision,
	"mean_encoder_cosine" double precision,
	CONSTRAINT "score_ranks_space_id_matching_id_definition_end_pk" PRIMARY KEY("space_id","matching_id","definition","end")
);
--> statement-breakpoint
ALTER TABLE "score_ranks" ADD CONSTRAINT "score_ranks_space_id_matching_id_matchings_space_id_id_fk" FOREIGN KEY ("space_id","matching_id") REFERENCES "public"."matchings"("space_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Two bytes each of no order: compressing would cost time at every read and gain little.
ALTER TABLE "score_ranks" ALTER COLUMN "ranks" SET STORAGE EXTERNAL;
