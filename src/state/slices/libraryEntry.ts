/** A library that can be chosen. */
export interface LibraryEntry {
  /** The value of `?library=`; "" for the shipped one. */
  address: string;
  label: string;
  description: string;
  /** `variant`: another shipped one; `remote`: on a server; `local`: from this computer, stored in this browser. */
  origin: "shipped" | "variant" | "remote" | "local";
  /** All its files; null until its manifest has been read. */
  bytes: number | null;
}
