-- Vectors do not compress: store them as they are.
ALTER TABLE "latent_vectors" ALTER COLUMN "vector" SET STORAGE EXTERNAL;--> statement-breakpoint
ALTER TABLE "dictionaries" ALTER COLUMN "decoder_bias" SET STORAGE EXTERNAL;--> statement-breakpoint
-- One row may fill a page: a vector of 2,000 dimensions takes 8,056 bytes with its row and stays in it, so that a scan reads no TOAST table.
-- Wider vectors move out and leave their sign bits in the row.
ALTER TABLE "latent_vectors" SET (toast_tuple_target = 8160);--> statement-breakpoint
-- No plan depends on the distribution of these values, and sampling them would read whole matrices.
ALTER TABLE "latent_vectors" ALTER COLUMN "vector" SET STATISTICS 0;--> statement-breakpoint
ALTER TABLE "latent_vectors" ALTER COLUMN "bits" SET STATISTICS 0;
