import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  /** Controls for the whole panel, to the right of its title. */
  tools?: ReactNode;
  className?: string;
  /** What belongs to the panel but stands in a box of its own, further down the page: the layout places both. */
  below?: ReactNode;
  children?: ReactNode;
}

/** A titled region; the title is its accessible name. */
export function Panel({ title, tools, className = "", below, children }: PanelProps) {
  const id = useId();
  const content = (
    <>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools && <div className="panel-tools">{tools}</div>}
      </header>
      {children}
    </>
  );
  if (below === undefined) {
    return (
      <section className={`panel ${className}`} aria-labelledby={id}>
        {content}
      </section>
    );
  }
  return (
    <section className="split" aria-labelledby={id}>
      <div className={`panel ${className}`}>{content}</div>
      <div className={`panel ${className}-below`}>{below}</div>
    </section>
  );
}
