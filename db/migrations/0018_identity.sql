CREATE TABLE "place_aliases" (
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"means" text NOT NULL,
	CONSTRAINT "place_aliases_kind_name_pk" PRIMARY KEY("kind","name")
);
--> statement-breakpoint
CREATE TABLE "dictionary_changes" (
	"space_id" bigint NOT NULL,
	"dictionary_id" bigint NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "dictionary_changes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"field" text NOT NULL,
	"before" text,
	"after" text,
	"source" text NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dictionary_changes_space_id_dictionary_id_id_pk" PRIMARY KEY("space_id","dictionary_id","id")
);
--> statement-breakpoint
ALTER TABLE "dictionaries" ALTER COLUMN "init_seed" SET DATA TYPE numeric(20);--> statement-breakpoint
ALTER TABLE "dictionaries" ALTER COLUMN "data_seed" SET DATA TYPE numeric(20);--> statement-breakpoint
ALTER TABLE "dictionaries" ADD COLUMN "skip_sha256" text;--> statement-breakpoint
UPDATE "dictionaries" d SET "name" = d."name" || '~' || d."id"
  WHERE d."state" = 'READY' AND EXISTS (SELECT FROM "dictionaries" o WHERE o."space_id" = d."space_id" AND o."name" = d."name" AND o."state" = 'READY' AND o."id" < d."id");--> statement-breakpoint
CREATE UNIQUE INDEX "dictionaries_name" ON "dictionaries" USING btree ("space_id","name") WHERE state = 'READY';--> statement-breakpoint
UPDATE "dictionaries" d SET "encoding" = coalesce(nullif(d."encoding", 'null'::jsonb), '{}'::jsonb) || jsonb_build_object('scalarNormalisation', s."normalisation")
  FROM "spaces" s WHERE s."id" = d."space_id" AND d."has_weights" AND s."normalisation" IN ('expected_average_only_in', 'constant_norm_rescale', 'constant_scalar_rescale')
  AND NOT EXISTS (SELECT FROM "spaces" o WHERE o."hookpoint_id" = s."hookpoint_id" AND o."d_in" = s."d_in" AND o."id" <> s."id" AND (o."normalisation" = 'none' OR (o."id" < s."id" AND o."normalisation" IN ('expected_average_only_in', 'constant_norm_rescale', 'constant_scalar_rescale'))));--> statement-breakpoint
UPDATE "spaces" s SET "normalisation" = 'none'
  WHERE s."normalisation" IN ('expected_average_only_in', 'constant_norm_rescale', 'constant_scalar_rescale')
  AND NOT EXISTS (SELECT FROM "spaces" o WHERE o."hookpoint_id" = s."hookpoint_id" AND o."d_in" = s."d_in" AND o."id" <> s."id" AND (o."normalisation" = 'none' OR (o."id" < s."id" AND o."normalisation" IN ('expected_average_only_in', 'constant_norm_rescale', 'constant_scalar_rescale'))));
