CREATE TABLE "chat_spending" (
	"job_id" uuid PRIMARY KEY NOT NULL,
	"model" text NOT NULL,
	"host" text NOT NULL,
	"requests" integer NOT NULL,
	"prompt_tokens" bigint NOT NULL,
	"completion_tokens" bigint NOT NULL,
	"cost" double precision,
	"reserved_tokens" bigint NOT NULL,
	"reserved_cost" double precision NOT NULL,
	"failed" integer NOT NULL,
	"unparsable" integer NOT NULL,
	"budget_tokens" bigint,
	"budget_cost" double precision,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "latents" ADD COLUMN "magnitude_bias" real;--> statement-breakpoint
ALTER TABLE "latents" ADD COLUMN "magnitude_log_scale" real;