CREATE TABLE "training_distances" (
	"space_id" bigint NOT NULL,
	"run_id" bigint NOT NULL,
	"step" integer NOT NULL,
	"tokens" bigint NOT NULL,
	"initial_cosine" double precision NOT NULL,
	"same_index_cosine" double precision,
	"nearest_cosine" double precision,
	"compared" integer NOT NULL,
	CONSTRAINT "training_distances_space_id_run_id_step_pk" PRIMARY KEY("space_id","run_id","step")
);
