ALTER TABLE "dictionaries" ALTER COLUMN "n_alive" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dictionaries" ALTER COLUMN "content_sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dictionaries" ALTER COLUMN "decoder_sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "latents" ALTER COLUMN "alive" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "latents" ALTER COLUMN "decoder_norm" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_latents" ALTER COLUMN "cosine" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_sides" ALTER COLUMN "mmcs_ab" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_sides" ALTER COLUMN "mmcs_ba" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_sides" ALTER COLUMN "regret" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matching_sides" ALTER COLUMN "certificate" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matchings" ALTER COLUMN "content_a" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "matchings" ALTER COLUMN "content_b" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "dictionaries" ADD COLUMN "has_weights" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "dictionaries" ADD COLUMN "stated_sha256" text;--> statement-breakpoint
ALTER TABLE "matching_sides" ADD COLUMN "publication" jsonb;