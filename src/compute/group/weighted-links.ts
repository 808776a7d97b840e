/** What ties latents of a run group to families. */

/** Links, each between latents of two dictionaries. */
export interface WeightedLinks {
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Cosines, NaN where they are not known; null where none is. */
  readonly cosines: Float64Array | null;
}
