import type { ReactNode } from "react";

interface ScrollAreaProps {
  label: string;
  className: string;
  /** As in HTML: "no" for text that must stay as it is. */
  translate?: "no";
  children: ReactNode;
}

/** A named area that scrolls, by keyboard too: not every browser can focus one on its own. */
export function ScrollArea({ label, className, translate, children }: ScrollAreaProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={className} aria-label={label} tabIndex={0} translate={translate}>
      {children}
    </section>
  );
}
