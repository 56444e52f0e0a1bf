/**
 * Text that changes. Each change creates a new element: if a page translator has replaced our text node, changing it would have no
 * visible effect, and removing it would fail.
 */
export function Said({ children, className }: { children: string; className?: string }) {
  return (
    <span key={children} className={className}>
      {children}
    </span>
  );
}
