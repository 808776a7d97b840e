ALTER TABLE "workers" ADD COLUMN "device" text;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "memory_mb" integer;--> statement-breakpoint
ALTER TABLE "workers" ADD COLUMN "training_job_id" uuid;