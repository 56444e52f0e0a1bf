import { useState } from "react";

interface FigureInputProps {
  label: string;
  value: string;
  /** The table's own figure. */
  placeholder: string;
  /** The figure as it is kept; null if the text is none. */
  read: (text: string) => string | null;
  /** "" restores the table's own figure. */
  onChange: (value: string) => void;
}

/** A small field for a figure, taken over with Enter or when it is left; what is no figure is marked and changes nothing. */
export function FigureInput({ label, value, placeholder, read, onChange }: FigureInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? value;
  const isWrong = text.trim() !== "" && read(text.trim()) === null;
  const accept = () => {
    if (draft === null || isWrong) return;
    const wanted = draft.trim();
    setDraft(null);
    if (wanted !== value) onChange(wanted);
  };
  return (
    <input
      type="text"
      className="figure-input"
      size={9}
      translate="no"
      aria-label={label}
      aria-invalid={isWrong}
      placeholder={placeholder}
      value={text}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={accept}
      onKeyDown={(event) => {
        if (event.key === "Enter") accept();
        if (event.key === "Escape" && draft !== null) {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}
