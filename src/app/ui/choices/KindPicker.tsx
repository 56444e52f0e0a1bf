import type { Library } from "../../../library/load.ts";
import { Choice } from "./Choice.tsx";
import { kindOptions } from "./kindOptions.ts";

interface KindPickerProps {
  library: Library;
  kind: string;
  onKind: (kind: string) => void;
}

/** Picks a kind of benchmark prompts; hidden if there is only one. */
export function KindPicker({ library, kind, onKind }: KindPickerProps) {
  const options = kindOptions(library, kind);
  if (options.length < 2) return null;
  return <Choice label="prompts" value={kind} options={options} onChange={onKind} />;
}
