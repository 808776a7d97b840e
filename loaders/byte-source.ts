/** The only I/O seam of the loaders: something of known size from which byte ranges are read. */
export interface ByteSource {
  /** Name below the source folder, with forward slashes; shown to people. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws `SOURCE_CHANGED` if they are no longer there. The caller owns the buffer. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A folder (or one file) in which a loader looks around. Names are relative, with forward slashes; links are not followed. */
export interface SourceFolder {
  /** Path components from the import root down to this folder, outermost first: what identity is guessed from. */
  readonly pathComponents: readonly string[];
  /** Names of the files directly in this folder. */
  readonly fileNames: readonly string[];
  /** Opens a file of this folder, or of an ancestor for a name that begins with `../` (never above the import root). */
  open(name: string): Promise<ByteSource>;
  /** Whether such a file exists. */
  has(name: string): Promise<boolean>;
}
