/** The tokens on which dictionaries were compared or judged, as they are stored with the figures. */
export interface TokenSource {
  tokens: number;
  /** Name of the text, or of the folder of activations. */
  name: string;
  hookpoint: string;
  /** All that decides the activations. */
  provenance: Record<string, unknown>;
}
