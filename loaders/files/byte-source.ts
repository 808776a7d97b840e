/** The only I/O seam of the loaders: something of known size from which byte ranges are read. */
export interface ByteSource {
  /** Name below the source folder, with forward slashes; shown to people. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws `SOURCE_CHANGED` if they are no longer there. The caller owns the buffer. */
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Where reading is far: brings these bytes near in long pieces, before they are read in short ones. */
  bring?(offset: number, length: number): Promise<void>;
  /** Where the sha256 of the file is known or cheaper than by reading: it, hex. `onBytes` is told of bytes that were read for it. */
  hash?(onBytes?: (bytes: number) => void): Promise<string>;
  close(): Promise<void>;
}

/**
 * A folder in which a loader looks around. Names are relative, with forward slashes. Links are followed only while what they lead to stays
 * below the import roots (so that the snapshot folders of a hub cache work); others are refused with `PATH_OUTSIDE_ROOTS`.
 */
export interface SourceFolder {
  /** Path components from the import root down to this folder, outermost first: what identity is guessed from. */
  readonly pathComponents: readonly string[];
  /** Where the folder is, for provenance, if it is not on this machine. */
  readonly address?: string;
  /** Names of the files (and links) directly in this folder, sorted. */
  readonly fileNames: readonly string[];
  /** The file of this folder that the caller named, if the path led to a file. */
  readonly preferredFile: string | null;
  /** Opens a file of this folder, or of an ancestor for a name that begins with `../` (never above the import root). */
  open(name: string): Promise<ByteSource>;
  /** Whether such a file or link exists; `open` decides whether it may be read. */
  has(name: string): Promise<boolean>;
}
