CREATE TABLE "matching_blocks" (
	"space_id" bigint NOT NULL,
	"matching_id" bigint NOT NULL,
	"side" smallint NOT NULL,
	"end" smallint NOT NULL,
	"slot" smallint NOT NULL,
	"block" integer NOT NULL,
	"indexes" "bytea" NOT NULL,
	"cosines" "bytea" NOT NULL,
	CONSTRAINT "matching_blocks_space_id_matching_id_side_end_slot_block_pk" PRIMARY KEY("space_id","matching_id","side","end","slot","block")
);
--> statement-breakpoint
CREATE INDEX "latents_dead" ON "latents" USING btree ("space_id","dictionary_id","index") WHERE not alive;--> statement-breakpoint
-- Numbers do not compress, and a row fills a page: a scan reads no TOAST table.
ALTER TABLE "matching_blocks" ALTER COLUMN "indexes" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "matching_blocks" ALTER COLUMN "cosines" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "matching_blocks" SET (toast_tuple_target = 8160);--> statement-breakpoint
-- What was matched before.
INSERT INTO "matching_blocks" ("space_id", "matching_id", "side", "end", "slot", "block", "indexes", "cosines")
SELECT l.space_id, l.matching_id, l.side, l."end", s.slot, l.index / 640,
  string_agg(int4send(CASE WHEN s.slot = 0 THEN coalesce(l.partner, -1) ELSE l.candidates[s.slot] END), ''::bytea ORDER BY l.index),
  string_agg(float8send(CASE WHEN s.slot = 0 THEN l.cosine ELSE l.candidate_cosines[s.slot] END), ''::bytea ORDER BY l.index)
FROM "matching_latents" l CROSS JOIN generate_series(0, 4) AS s (slot)
WHERE s.slot <= cardinality(l.candidates)
GROUP BY l.space_id, l.matching_id, l.side, l."end", s.slot, l.index / 640;
