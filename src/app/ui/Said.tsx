/**
 * A text that changes. It is a new element with every change: where a translator of pages has put its own text in place of ours, a
 * change of our text node alone would not be seen, and its removal would fail.
 */
export function Said({ children, className }: { children: string; className?: string }) {
  return (
    <span key={children} className={className}>
      {children}
    </span>
  );
}
