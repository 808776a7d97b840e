ALTER TABLE "dictionaries" ADD COLUMN "firing_frequencies" "bytea";--> statement-breakpoint
-- Numbers do not compress.
ALTER TABLE "dictionaries" ALTER COLUMN "firing_frequencies" SET STORAGE EXTERNAL;--> statement-breakpoint
-- What was imported before.
UPDATE "dictionaries" d SET "firing_frequencies" = x.packed
FROM (
  SELECT l.space_id, l.dictionary_id, string_agg(float4send(coalesce(l.firing_frequency, 'NaN'::real)), ''::bytea ORDER BY l.index) AS packed
  FROM "latents" l GROUP BY l.space_id, l.dictionary_id HAVING count(l.firing_frequency) > 0) x
WHERE x.space_id = d.space_id AND x.dictionary_id = d.id;
