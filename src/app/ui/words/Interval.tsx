interface IntervalProps {
  className: string;
  /** Whether the interval is still being computed: the children, about as wide, then keep its room, so that nothing moves when it is there. */
  toCome: boolean;
  children: string;
}

/** The interval behind a figure. */
export function Interval({ className, toCome, children }: IntervalProps) {
  return (
    <span className={toCome ? `${className} unseen` : className} aria-hidden={toCome || undefined}>
      {children}
    </span>
  );
}
