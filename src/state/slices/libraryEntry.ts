/** A library that can be chosen. */
export interface LibraryEntry {
  /** What `?library=` says; "" for the shipped one. */
  address: string;
  label: string;
  description: string;
  /** `variant`: another one that ships; `remote`: at a server; `local`: from this computer, kept in this browser. */
  origin: "shipped" | "variant" | "remote" | "local";
  /** All its files; null while its manifest has not been read. */
  bytes: number | null;
}
