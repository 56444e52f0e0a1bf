import { type ReactNode, useEffect, useRef, useState } from "react";

interface ConfirmButtonProps {
  /** The button's label. */
  children: ReactNode;
  /** The question: "Remove x and its files from this browser?" */
  question: string;
  /** Label of the confirming button: "Yes, remove". */
  yes: string;
  disabled?: boolean;
  onConfirm: () => void;
}

/** A button for irreversible actions: it asks first, and focuses the answer that changes nothing. */
export function ConfirmButton({ children, question, yes, disabled = false, onConfirm }: ConfirmButtonProps) {
  const [asking, setAsking] = useState(false);
  const ask = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const asked = useRef(false);
  useEffect(() => {
    // Not when the button first appears.
    if (asked.current) (asking ? keep : ask).current?.focus();
    asked.current = asking;
  }, [asking]);
  if (!asking) {
    return (
      <button
        ref={ask}
        type="button"
        className="small"
        disabled={disabled}
        onClick={() => {
          asked.current = true;
          setAsking(true);
        }}
      >
        {children}
      </button>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not stand in a row of buttons
    <span role="group" aria-label={question} className="confirm">
      <span>{question}</span>{" "}
      <button
        type="button"
        className="small"
        disabled={disabled}
        onClick={() => {
          setAsking(false);
          onConfirm();
        }}
      >
        {yes}
      </button>{" "}
      <button ref={keep} type="button" className="small" onClick={() => setAsking(false)}>
        Keep
      </button>
    </span>
  );
}
