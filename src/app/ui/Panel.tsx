import { type ReactNode, useId } from "react";

interface PanelProps {
  title: string;
  /** Controls for the whole panel, to the right of its title. */
  tools?: ReactNode;
  className?: string;
  children?: ReactNode;
}

/** A titled region; the title is its accessible name. */
export function Panel({ title, tools, className = "", children }: PanelProps) {
  const id = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={id}>
      <header className="panel-head">
        <h2 id={id}>{title}</h2>
        {tools && <div className="panel-tools">{tools}</div>}
      </header>
      {children}
    </section>
  );
}
