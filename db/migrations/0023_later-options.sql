UPDATE "training_runs" SET "settings" = jsonb_set("settings", '{plan}', '{"targetL0": null, "weightPenalty": null, "initialRows": "TIED"}'::jsonb || ("settings" -> 'plan'));
