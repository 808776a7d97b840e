ALTER TABLE "dictionaries" ADD COLUMN "aliveness" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
-- Nobody had said of these whether they fire.
UPDATE "latents" l SET "alive" = NULL FROM "dictionaries" d
WHERE d.space_id = l.space_id AND d.id = l.dictionary_id AND d.has_weights AND l.alive AND l.firing_frequency IS NULL;--> statement-breakpoint
UPDATE "latents" l SET "alive" = l.firing_frequency > 0
WHERE l.frequency_collection_id IS NOT NULL AND l.firing_frequency IS NOT NULL AND (l.decoder_norm = 0 OR l.encoder_norm = 0) IS NOT TRUE;--> statement-breakpoint
UPDATE "dictionaries" d SET "n_alive" = s.n_alive, "aliveness" = coalesce(s.aliveness, '[]')
FROM "dictionaries" e LEFT JOIN (
  SELECT x.space_id, x.dictionary_id, CASE WHEN bool_or(x.source <> 'ZERO_ROW') THEN sum(x.alive)::int END AS n_alive,
    jsonb_agg(jsonb_build_object('source', x.source, 'dataset', x.dataset, 'tokens', x.tokens, 'alive', x.alive, 'dead', x.dead)
      ORDER BY x.source, x.tokens DESC NULLS LAST, x.dataset) AS aliveness
  FROM (
    SELECT l.space_id, l.dictionary_id,
      CASE WHEN (l.decoder_norm = 0 OR l.encoder_norm = 0) IS TRUE THEN 'ZERO_ROW' WHEN l.frequency_collection_id IS NULL THEN 'STATED' ELSE 'COUNTED' END AS source,
      c.dataset, c.tokens, count(*) FILTER (WHERE l.alive)::int AS alive, count(*) FILTER (WHERE NOT l.alive)::int AS dead
    FROM "latents" l LEFT JOIN "activation_collections" c ON c.space_id = l.space_id AND c.dictionary_id = l.dictionary_id
      AND c.id = l.frequency_collection_id AND (l.decoder_norm = 0 OR l.encoder_norm = 0) IS NOT TRUE
    WHERE l.alive IS NOT NULL GROUP BY 1, 2, 3, 4, 5) x
  GROUP BY x.space_id, x.dictionary_id) s ON s.space_id = e.space_id AND s.dictionary_id = e.id
WHERE d.space_id = e.space_id AND d.id = e.id;
