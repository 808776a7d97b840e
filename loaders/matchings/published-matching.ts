/** What every file of a published matching becomes: partners, with cosines where they were published, and what is said about both ends. */
import type { Architecture } from '../checkpoints/checkpoint.ts';
import type { Seed } from '../checkpoints/seed.ts';

/** One side. */
export interface PublishedSide {
  /** Partner of each latent of A, -1 for none; a bijection of the smaller dictionary into the larger. [nA] */
  readonly partner: Int32Array;
  /** Cosine with that partner, 0 where there is none; null where none were published. [nA] */
  readonly cosine: Float64Array | null;
  /** What the file says about optimality. Nobody here has checked it. */
  readonly statedCertificate: Record<string, unknown> | null;
}

/** One of the two dictionaries. Null: the file does not say. */
export interface PublishedEnd {
  readonly n: number;
  readonly initSeed: Seed | null;
  readonly architecture: Architecture | null;
  readonly contentSha256: string | null;
  readonly portalId: string | null;
  /** 1 alive, 0 dead. [n] */
  readonly alive: Uint8Array | null;
}

export interface PublishedMatching {
  /** `sae_overlap` or `reseed-matching`. */
  readonly format: string;
  /** The layer of a pickle; null for other files. */
  readonly layer: string | null;
  readonly space: {
    readonly model: string;
    readonly revision: string;
    readonly hookpoint: string;
    readonly dIn: number;
    readonly normalisation: string;
  } | null;
  readonly measure: 'COSINE' | 'ABSOLUTE_COSINE' | null;
  readonly a: PublishedEnd;
  readonly b: PublishedEnd;
  readonly decoder: PublishedSide;
  readonly encoder: PublishedSide | null;
  /** Who had published it before the program that wrote the file was given it; null where that program made it. */
  readonly publishedBy: string | null;
  /** Names of the dictionaries' run group and of each in it, as the file has them; null if it has none. */
  readonly names: { readonly a: string; readonly b: string } | null;
}
